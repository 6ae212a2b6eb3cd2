internal import EETemplate

/// Finds out what each frame means, once per sweep, and turns templates into skeletons.
struct Binder {
  /// What a name stands for.
  enum Meaning {
    case scalar(Scalar)
    case quantity(Quantity)
    case text(Skeleton)
    /// A value on an axis where there is one, else another meaning.
    indirect case partial(axis: Int, fallback: Meaning)
  }

  /// A template where it stands: its text, and how to find a byte of it in the user's file.
  struct Place {
    let template: Template
    let position: (_ offset: Int) -> SourcePosition

    init(_ template: Template, at position: @escaping (Int) -> SourcePosition) {
      self.template = template
      self.position = position
    }

    /// The text of a configuration value.
    init(_ node: ConfigNode, text: String) {
      self.init(Template(text)) { node.position(ofByte: $0) }
    }
  }

  /// Values that refer to each other may be nested as deep, and become as long.
  private static let depthLimit = 200
  private static let lengthLimit = 10_000_000

  private(set) var names: NameTable
  private(set) var table: HoleTable
  private(set) var warnings: [Diagnostic] = []
  private var meanings: [String: Meaning] = [:]
  /// The names being resolved, outermost first.
  private var trail: [String] = []

  /// Whether what is followed are expressions, which name parameters without braces.
  var followsExpression = false
  /// Whether a bare word that means nothing is a mistake, as in what names files.
  private(set) var refusesWords = false

  init(names: NameTable, table: HoleTable = HoleTable()) {
    self.names = names
    self.table = table
  }

  /// Returns the text of a template that names files or directories.
  ///
  /// - Throws: ``Diagnostics`` as any other text, and EE202.
  mutating func nameSkeleton(of key: String, _ place: Place) throws(Diagnostics) -> Skeleton {
    refusesWords = true
    defer { refusesWords = false }
    return try resolving(key) { binder throws(Diagnostics) in try binder.skeleton(of: place) }
  }

  /// Chooses whether what depends on the host is left for later although the host is known.
  mutating func leaveHostOpen(_ isOpen: Bool) {
    names.leavesHostOpen = isOpen
    meanings = [:]
  }

  /// Returns the text of a template with every constant filled in.
  ///
  /// - Throws: ``Diagnostics`` EE201 at each undefined dotted name, EE203 at a cycle.
  mutating func skeleton(
    of place: Place, encoding: Encoding = .plain
  ) throws(Diagnostics) -> Skeleton {
    guard encoding != .plain else { return try plainSkeleton(of: place) }
    if let slot = place.template.onlySlot, let meaning = try meaning(ofSlot: slot, in: place) {
      return encode(meaning, as: encoding)
    }
    return encode(.text(try plainSkeleton(of: place)), as: encoding)
  }

  /// Runs a step while a name counts as being resolved, so that a way back to it is a cycle.
  mutating func resolving<Value>(
    _ name: String, _ step: (inout Binder) throws(Diagnostics) -> Value
  ) throws(Diagnostics) -> Value {
    trail.append(name)
    defer { trail.removeLast() }
    return try step(&self)
  }

  mutating func plainSkeleton(of place: Place) throws(Diagnostics) -> Skeleton {
    var found: [Diagnostic] = []
    var fillings: [Skeleton] = []
    for slot in place.template.slots.indices {
      do {
        fillings.append(try filling(ofSlot: slot, in: place))
      } catch {
        found += error.all
        fillings.append(Skeleton())
      }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    let skeleton = Skeleton(place.template, fillings: fillings)
    guard skeleton.byteCount <= Self.lengthLimit || !place.template.hasFrames else {
      throw Diagnostics(
        .documentTooLarge,
        "a value of more than \(Self.lengthLimit) bytes once its frames are "
          + "followed", at: place.position(0), hint: "values that name each other twice multiply")
    }
    return skeleton
  }

  private mutating func filling(ofSlot index: Int, in place: Place) throws(Diagnostics) -> Skeleton
  {
    let slot = place.template.slots[index]
    if slot.name.hasPrefix("sh.") {
      let name = String(slot.name.dropFirst(3))
      if let meaning = try meaning(of: name, at: slot, in: place) {
        return encode(meaning, as: .shellWord)
      }
      guard names.lookup.undefined == .lenient else { throw undefined(name, slot, in: place) }
    }
    guard let meaning = try meaning(ofSlot: index, in: place) else {
      try warn(about: slot, in: place)
      let end = slot.offset + slot.length
      return Skeleton(text: place.template.source[slot.offset..<end])
    }
    return encode(meaning, as: .plain)
  }

  private mutating func meaning(ofSlot index: Int, in place: Place) throws(Diagnostics) -> Meaning?
  {
    let slot = place.template.slots[index]
    guard !slot.name.hasPrefix("sh.") else { return nil }
    return try meaning(of: slot.name, at: slot, in: place)
  }

  /// Returns what a name means; nil for a bare word that means nothing here.
  private mutating func meaning(
    of name: String, at slot: Template.Slot, in place: Place
  ) throws(Diagnostics) -> Meaning? {
    let position = place.position(slot.offset)
    guard let target = names.find(name), name.contains(".") || !target.isSection else {
      guard name.contains("."), names.lookup.undefined != .lenient else { return nil }
      throw undefined(name, slot, in: place)
    }
    if let start = trail.firstIndex(of: target.canonicalName) {
      let cycle = trail[start...] + [target.canonicalName]
      throw Diagnostics(
        .referenceCycle, "cycle of references: " + cycle.joined(separator: " → "), at: position,
        width: slot.length, hint: "write one of these values without the others")
    }
    if let known = meanings[target.canonicalName] { return known }
    let meaning = try self.meaning(of: target, named: name, at: position, width: slot.length)
    meanings[target.canonicalName] = meaning
    return meaning
  }

  mutating func meaning(
    of target: NameTable.Target, named name: String, at position: SourcePosition, width: Int
  ) throws(Diagnostics) -> Meaning {
    switch target {
    case .quantity(.axis(let axis), _):
      let fallback = names.fallback(forAxis: axis)
      guard fallback.isNeeded else { return .quantity(.axis(axis)) }
      guard let other = fallback.target else {
        throw Diagnostics(
          .missingValue, "'{\(name)}' has no value in some experiments", at: position, width: width,
          hint: "give it in each map of 'experiments', or an attribute for those without")
      }
      return .partial(
        axis: axis, fallback: try meaning(of: other, named: name, at: position, width: width))
    case .quantity(let quantity, _): return .quantity(quantity)
    case .open(let name): return .quantity(.open(name))
    case .varying(let parameter):
      throw Diagnostics(
        .notScalar, "'{\(name)}' varies, and this says which experiments there are", at: position,
        width: width,
        hint: followsExpression && trail.isEmpty
          ? "name it without braces: \(parameter)"
          : "write it as an expression in derive:, or as an attribute")
    case .directives: return try directives(named: name, at: position, width: width)
    case .constant(let text, _): return .scalar(Scalar(text, isPlain: !text.isEmpty))
    case .node(let node, let path):
      guard let scalar = node.scalar else {
        throw Diagnostics(
          .notScalar, "'{\(name)}' is \(node.kindName), expected a single value", at: position,
          width: width, hint: node.mapping?.first.map { "name one entry: {\(path).\($0.key)}" })
      }
      let inner = Place(node, text: scalar.text)
      guard inner.template.hasFrames else {
        // A frame that is meant as text has lost its backslash.
        let text = try plainSkeleton(of: inner).constant ?? Array(scalar.text.utf8)
        return .scalar(
          Scalar(String(decoding: text, as: UTF8.self), isPlain: scalar.isPlain))
      }
      guard trail.count < Self.depthLimit else {
        throw Diagnostics(
          .documentTooLarge, "values that name each other more than \(Self.depthLimit) deep",
          at: node.position)
      }
      return try resolving(path) { binder throws(Diagnostics) in
        if let slot = inner.template.onlySlot,
          let meaning = try binder.meaning(ofSlot: slot, in: inner)
        {
          return meaning
        }
        return .text(try binder.plainSkeleton(of: inner))
      }
    }
  }

  /// Returns a skeleton that is nothing but a quantity.
  mutating func hole(_ quantity: Quantity, encoding: Encoding) -> Skeleton {
    Skeleton(hole: table.number(of: Hole(quantity: quantity, encoding: encoding)))
  }

  private mutating func encode(_ meaning: Meaning, as encoding: Encoding) -> Skeleton {
    switch meaning {
    case .scalar(let scalar):
      return Skeleton(text: Binder.encode(scalar, as: encoding))
    case .quantity(let quantity):
      return hole(quantity, encoding: encoding)
    case .partial(let axis, let fallback):
      return hole(.partialAxis(axis, encode(fallback, as: encoding)), encoding: encoding)
    case .text(let skeleton):
      if encoding == .plain { return skeleton }
      if let constant = skeleton.constant {
        return Skeleton(text: Binder.encode(text: constant, as: encoding))
      }
      if encoding == .shellWord, table.dependsOnHost(skeleton) { return shellWord(of: skeleton) }
      return hole(.text(skeleton), encoding: encoding)
    }
  }

  /// Returns one word made of parts, each quoted by itself, so that those of the host can follow.
  private mutating func shellWord(of skeleton: Skeleton) -> Skeleton {
    var word = Skeleton()
    for part in skeleton.split(where: { _ in true }) {
      switch part {
      case .text(let text):
        guard let constant = text.constant, !constant.isEmpty else { continue }
        word.append(text: ShellWord.quoted(constant))
      case .hole(let number):
        word.append(hole(table.holes[number].quantity, encoding: .shellWord))
      }
    }
    return word
  }

  /// Returns the bytes of a typed value in an encoding.
  static func encode(_ scalar: Scalar, as encoding: Encoding) -> [UInt8] {
    encoding == .yaml
      ? Array(YAMLText.scalar(scalar).utf8) : encode(text: Array(scalar.text.utf8), as: encoding)
  }

  /// Returns the bytes of text in an encoding.
  static func encode(text: [UInt8], as encoding: Encoding) -> [UInt8] {
    switch encoding {
    case .plain: text
    case .shellWord: ShellWord.quoted(text)
    case .yaml: Array(YAMLText.text(String(decoding: text, as: UTF8.self)).utf8)
    }
  }

  mutating func add(_ warning: Diagnostic) { warnings.append(warning) }
}
