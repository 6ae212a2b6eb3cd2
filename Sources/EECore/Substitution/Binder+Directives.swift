internal import EETemplate

// `{slurm.sbatch}`: the lines that ask for what a GPU type or a queue needs.
extension Binder {
  /// Returns the lines for each experiment, chosen by `directive`, `card_name` or `gpu`.
  ///
  /// - Throws: ``Diagnostics`` EE207 where there are none for a value, EE201 where nothing chooses.
  mutating func directives(
    named name: String, at position: SourcePosition, width: Int
  ) throws(Diagnostics) -> Meaning {
    guard let table = try names.directiveTable() else {
      // A host without a batch system asks nothing of one.
      if names.lookup.host != nil || names.ownDirectives != nil { return .text(Skeleton()) }
      throw Diagnostics(
        .undefinedReference, "'{\(name)}' is not defined, expected a section 'directives'",
        at: position, width: width,
        hint: "write directives: {a100: {gres: \"gpu:a100:1\"}}, or name a hosts file: --hosts")
    }
    let directives = try Directives(table)
    var choices = names.directiveChoices()
    guard let last = choices.popLast() else {
      if let only = directives.only { return .text(try lines(only)) }
      throw Diagnostics(
        .undefinedReference,
        "'{\(name)}' cannot be chosen: there is no 'directive', 'card_name' or 'gpu'",
        at: position, width: width, hint: "sweep one of them: gpu: [\(directives.hint)]")
    }
    let frame = Frame(name: name, position: position, width: width)
    var meaning = try self.meaning(of: last, directives, frame)
    for case .quantity(.axis(let axis), _) in choices.reversed() {
      let other = text(of: meaning)
      meaning = .quantity(.choice(axis, try texts(axis, directives), otherwise: other))
    }
    return meaning
  }

  /// The frame that asks for directives, for messages.
  private struct Frame {
    let name: String
    let position: SourcePosition
    let width: Int
  }

  /// Returns the lines that one choice leads to.
  private mutating func meaning(
    of choice: NameTable.Target, _ directives: Directives, _ frame: Frame
  ) throws(Diagnostics) -> Meaning {
    if case .quantity(.axis(let axis), _) = choice {
      let texts = try texts(axis, directives)
      guard names.isPartial(axis) else {
        return .quantity(.choice(axis, texts, otherwise: Skeleton()))
      }
      guard let only = directives.only else {
        throw Diagnostics(
          .missingValue,
          "'{\(frame.name)}' cannot be chosen in some experiments: they have no "
            + "'\(names.axes[axis].name)'",
          at: frame.position, width: frame.width,
          hint: "give it in each map of 'experiments', or an attribute for those without")
      }
      return .quantity(.choice(axis, texts, otherwise: try lines(only)))
    }
    let meaning = try meaning(
      of: choice, named: frame.name, at: frame.position, width: frame.width)
    guard case .scalar(let scalar) = meaning else {
      if case .quantity(.axis(let axis)) = meaning {
        return .quantity(.choice(axis, try texts(axis, directives), otherwise: Skeleton()))
      }
      throw Diagnostics(
        .notScalar, "'{\(frame.name)}' is chosen by text that is made of parts",
        at: frame.position, width: frame.width,
        hint: "choose it by a parameter: directive, card_name or gpu")
    }
    return .text(try lines(try directives.entries(for: scalar.text, at: frame.position)))
  }

  /// Returns the lines for each value of an axis.
  private mutating func texts(
    _ axis: Int, _ directives: Directives
  ) throws(Diagnostics) -> [Skeleton] {
    var texts: [Skeleton] = []
    for value in names.axes[axis].values {
      texts.append(
        try lines(try directives.entries(for: value.spelling, at: names.axes[axis].position)))
    }
    return texts
  }

  private mutating func text(of meaning: Meaning) -> Skeleton {
    switch meaning {
    case .text(let text): text
    case .quantity(let quantity): hole(quantity, encoding: .plain)
    default: Skeleton()
    }
  }

  private mutating func lines(_ entries: [ConfigEntry]) throws(Diagnostics) -> Skeleton {
    var text = Skeleton()
    for entry in entries {
      guard let line = try Directives.line(entry) else { continue }
      if let warning = Directives.warning(about: entry) { add(warning) }
      if text != Skeleton() { text.append(text: "\n".utf8) }
      text.append(text: line.start.utf8)
      if let value = line.value {
        text.append(try plainSkeleton(of: Place(entry.value, text: value)))
      }
    }
    return text
  }
}
