internal import EETemplate

// `{slurm.sbatch}`: the lines that ask for what a GPU type or a queue needs.
extension Binder {
  /// Returns the lines for each experiment, chosen by `directive`, `card_name` or `gpu`.
  ///
  /// - Throws: ``Diagnostics`` EE207 where there are none for a value, EE201 where nothing chooses.
  mutating func directives(
    named name: String, at position: SourcePosition, width: Int
  ) throws(Diagnostics) -> Meaning {
    guard let table = names.directiveTable else {
      // A host without a batch system asks nothing of one.
      if names.lookup.host != nil { return .text(Skeleton()) }
      throw Diagnostics(
        .undefinedReference, "'{\(name)}' is not defined, expected a section 'directives'",
        at: position, width: width,
        hint: "write directives: {a100: {gres: \"gpu:a100:1\"}}, or name a hosts file: --hosts")
    }
    let directives = try Directives(table)
    guard let choice = names.directiveChoice() else {
      if let only = directives.only { return .text(try lines(only)) }
      throw Diagnostics(
        .undefinedReference,
        "'{\(name)}' cannot be chosen: there is no 'directive', 'card_name' or 'gpu'",
        at: position, width: width, hint: "sweep one of them: gpu: [\(directives.hint)]")
    }
    let meaning = try meaning(of: choice, named: name, at: position, width: width)
    switch meaning {
    case .quantity(.axis(let axis)):
      var texts: [Skeleton] = []
      for value in names.axes[axis].values {
        texts.append(
          try lines(try directives.entries(for: value.spelling, at: names.axes[axis].position)))
      }
      return .quantity(.choice(axis, texts))
    case .scalar(let scalar):
      return .text(try lines(try directives.entries(for: scalar.text, at: position)))
    default:
      throw Diagnostics(
        .notScalar, "'{\(name)}' is chosen by text that is made of parts", at: position,
        width: width, hint: "choose it by a parameter: directive, card_name or gpu")
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
