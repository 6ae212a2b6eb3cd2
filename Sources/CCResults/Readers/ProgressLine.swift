/// What a job says of itself: `# cloudmesh status=running progress=10 pid=12345 key=value`.
///
/// It informs; whether a job is done is never decided by it.
///
/// - Shape: Text in front, a missing `#`, quotes with blanks, fractions, `10%` and carriage
///   returns are tolerated; a key that comes twice has its last value.
package struct ProgressLine: Hashable, Sendable {
  package var status: String?
  /// - Units: Per cent, clamped to 0...100; nil where no number was given.
  package var progress: Double?
  package var pid: Int?
  /// The other keys of the newest line, in order.
  package var pairs: [NamedText] = []

  /// Returns nil for a line that is no such line.
  package init?(_ line: String) { self.init(Array(line.utf8)[...]) }

  /// Returns nil for a line that is no such line.
  package init?(_ line: ArraySlice<UInt8>) {
    guard let pairs = ProgressLine.pairs(ofMarkIn: line) else { return nil }
    for pair in pairs {
      switch pair.name {
      case "status": if !pair.value.isEmpty { status = pair.value }
      case "progress": progress = ProgressLine.percent(pair.value) ?? progress
      case "pid": pid = Int(pair.value) ?? pid
      default:
        self.pairs.removeAll { $0.name == pair.name }
        self.pairs.append(pair)
      }
    }
  }

  /// Returns this line with what it leaves unsaid taken from the one before.
  func completed(by earlier: ProgressLine?) -> ProgressLine {
    var line = self
    line.status = status ?? earlier?.status
    line.progress = progress ?? earlier?.progress
    line.pid = pid ?? earlier?.pid
    return line
  }

  private static func percent(_ text: String) -> Double? {
    LogText.number(text.hasSuffix("%") ? text.dropLast() : text[...]).map { min(max($0, 0), 100) }
  }
}

extension ProgressLine {
  static let mark = Array("cloudmesh".utf8)

  /// Returns the pairs behind the first mark that has some; a later mark is words among them.
  private static func pairs(ofMarkIn line: ArraySlice<UInt8>) -> [NamedText]? {
    var search = line
    while let rest = LogText.rest(after: mark, in: search) {
      if let pairs = pairs(after: rest, in: line) { return pairs }
      search = rest
    }
    return nil
  }

  private static func pairs(
    after rest: ArraySlice<UInt8>, in line: ArraySlice<UInt8>
  ) -> [NamedText]? {
    guard let first = rest.first, LogText.isBlank(first) else { return nil }
    let before = line[..<(rest.startIndex - mark.count)]
    let word = before.reversed().first { !LogText.isBlank($0) }
    let pairs = pairs(in: rest)
    if word == UInt8(ascii: "#") { return pairs.isEmpty ? nil : pairs }
    guard before.last.map(LogText.isBlank) ?? true, let key = pairs.first?.name,
      ["status", "progress", "pid"].contains(key),
      rest.drop(while: LogText.isBlank).starts(with: key.utf8)
    else { return nil }
    return pairs
  }

  private static func pairs(in bytes: ArraySlice<UInt8>) -> [NamedText] {
    var pairs: [NamedText] = []
    var rest = bytes.drop(while: LogText.isBlank)
    while !rest.isEmpty {
      let key = rest.prefix { $0 != UInt8(ascii: "=") && !LogText.isBlank($0) }
      rest = rest[key.endIndex...]
      if rest.first == UInt8(ascii: "=") {
        let value = value(at: rest.dropFirst())
        if !key.isEmpty { pairs.append(NamedText(LogText.text(key), LogText.text(value.text))) }
        rest = value.rest
      }
      rest = rest.drop(while: LogText.isBlank)
    }
    return pairs
  }

  /// Reads a value up to its closing quote, or to the next blank.
  private static func value(
    at bytes: ArraySlice<UInt8>
  ) -> (text: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
    if let quote = bytes.first, quote == 0x22 || quote == 0x27 {
      let text = bytes.dropFirst().prefix { $0 != quote }
      if text.endIndex < bytes.endIndex { return (text, bytes[(text.endIndex + 1)...]) }
    }
    let text = bytes.prefix { !LogText.isBlank($0) }
    return (text, bytes[text.endIndex...])
  }
}
