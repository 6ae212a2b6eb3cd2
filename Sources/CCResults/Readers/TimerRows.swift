/// Reads the rows that begin with `# csv,`: a header wherever the second word is `timer`.
///
/// - Shape: Cells in double quotes are those of RFC 4180. Values are unquoted in the originals, so a
///   comma in a late value must not move the first columns: surplus words belong to the name if
///   the time stands further right, else to the last column; commas in brackets or double quotes
///   do not count.
struct TimerRows: Sendable {
  static let mark = Array("# csv,".utf8)
  /// More rows than this are counted, not kept.
  static let bound = 100_000

  private var columns = ["timer", "status", "time", "sum", "start", "tag", "msg"]
  private var hasHeader = false
  private var seen: Set<TimerReading> = []
  private(set) var readings: [TimerReading] = []
  private(set) var omitted = 0

  /// Reads what follows the mark; a cut line without all its columns is left out.
  mutating func read(_ line: ArraySlice<UInt8>, isCut: Bool) {
    let words = TimerRows.words(line)
    if words.first == "timer" {
      columns = words
      hasHeader = true
    } else if !isCut || (hasHeader && words.count >= columns.count), let row = reading(of: words) {
      keep(row)
    }
  }

  private mutating func keep(_ row: TimerReading) {
    if seen.contains(row) { return }
    guard readings.count < TimerRows.bound else {
      omitted += 1
      return
    }
    seen.insert(row)
    readings.append(row)
  }

  private func reading(of words: [String]) -> TimerReading? {
    guard let time = columns.firstIndex(of: "time"),
      let shift = shift(of: words, timeColumn: time),
      let seconds = LogText.number(words[time + shift])
    else { return nil }
    var cells: [String: String] = [:]
    var details: [NamedText] = []
    for (index, column) in columns.enumerated() {
      let text = cell(index, of: words, shift: shift)
      guard !text.isEmpty, text != "None" else { continue }
      cells[column] = text
      if index >= 3, !TimerRows.known.contains(column) { details.append(NamedText(column, text)) }
    }
    guard let name = cells["timer"] else { return nil }
    return TimerReading(
      name: name, seconds: seconds, sum: cells["sum"].flatMap { LogText.number($0) },
      status: cells["status"], start: cells["start"], tag: cells["tag"], message: cells["msg"],
      details: details)
  }

  private static let known: Set<String> = [
    "timer", "status", "time", "sum", "start", "tag", "msg",
  ]

  /// Returns how many commas the timer's name holds.
  private func shift(of words: [String], timeColumn time: Int) -> Int? {
    let surplus = max(0, words.count - columns.count)
    return (0...surplus).first { shift in
      guard time + shift < words.count, LogText.number(words[time + shift]) != nil else {
        return false
      }
      return shift == 0 || ["ok", "failed", "None", ""].contains(words[time + shift - 1])
    }
  }

  private func cell(_ column: Int, of words: [String], shift: Int) -> String {
    if column == 0 { return words[...shift].joined(separator: ",") }
    guard column + shift < words.count else { return "" }
    let isLast = column == columns.count - 1
    return isLast
      ? words[(column + shift)...].joined(separator: ",") : words[column + shift]
  }
}

extension TimerRows {
  /// Splits at commas outside quoted cells, and outside brackets and quotes where these pair up.
  static func words(_ line: ArraySlice<UInt8>) -> [String] {
    split(line, minding: true) ?? split(line, minding: false) ?? []
  }

  private static func split(_ line: ArraySlice<UInt8>, minding: Bool) -> [String]? {
    var words: [String] = []
    var rest = line
    while true {
      let end: Int
      if let cell = quotedCell(at: rest) {
        words.append(LogText.text(cell.text[...]))
        end = cell.end
      } else {
        guard let plain = plainEnd(of: rest, minding: minding) else { return nil }
        words.append(word(rest[..<plain]))
        end = plain
      }
      guard end < rest.endIndex else { return words }
      rest = rest[(end + 1)...]
    }
  }

  /// Reads a cell as RFC 4180 has it: all of it in quotes, and those within it doubled.
  private static func quotedCell(
    at bytes: ArraySlice<UInt8>
  ) -> (text: [UInt8], end: Int)? {
    let quote = UInt8(ascii: "\"")
    var rest = bytes.drop(while: LogText.isBlank)
    guard rest.popFirst() == quote else { return nil }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote {
        guard rest.first == quote else {
          rest = rest.drop(while: LogText.isBlank)
          let isWhole = rest.isEmpty || rest.first == UInt8(ascii: ",")
          return isWhole ? (text, rest.startIndex) : nil
        }
        rest.removeFirst()
      }
      text.append(byte)
    }
    return nil
  }

  /// Returns where a cell ends that is not quoted; nil where brackets or quotes do not pair up.
  private static func plainEnd(of bytes: ArraySlice<UInt8>, minding: Bool) -> Int? {
    var depth = 0
    var isQuoted = false
    for (index, byte) in zip(bytes.indices, bytes) {
      switch byte {
      case UInt8(ascii: ",") where depth == 0 && !isQuoted: return index
      case UInt8(ascii: "\"") where minding: isQuoted.toggle()
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += minding ? 1 : 0
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= minding ? 1 : 0
      default: break
      }
    }
    return depth == 0 && !isQuoted ? bytes.endIndex : nil
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> String {
    var word = bytes.drop(while: LogText.isBlank)
    while let last = word.last, LogText.isBlank(last) { word = word.dropLast() }
    return LogText.text(word)
  }
}
