import CCResults
import EECampaign

/// A change of a file as `plan` prints it.
struct ChangeText {
  private static let limit = 60
  /// Characters in front of a difference that stands far to the right.
  private static let context = 20

  static func text(of change: FileChange) -> String {
    switch change.kind {
    case .missing: "\(change.name) is missing"
    case .binary: change.name
    case .mode(let isExecutable):
      "\(change.name) is \(isExecutable ? "" : "not ")executable now"
    case .unplanned: "\(change.name) is no longer in the sweep"
    case .line(let number, .some(let old), .some(let new)):
      "\(change.name) line \(number): " + compare(old, new)
    case .line(let number, .some(let old), .none):
      "\(change.name) line \(number) is gone: '\(cut(old, from: 0))'"
    case .line(let number, .none, let new):
      "\(change.name) line \(number) is new: '\(cut(new ?? "", from: 0))'"
    }
  }

  private static func compare(_ old: String, _ new: String) -> String {
    guard old != new else { return "only the line feed at the end differs" }
    let shared = zip(old, new).prefix { $0 == $1 }.count
    let start = shared < limit - context ? 0 : shared - context
    return "'\(cut(old, from: start))' is now '\(cut(new, from: start))'"
  }

  /// At most that many characters from a place on, none of which steers a terminal.
  private static func cut(_ text: String, from start: Int) -> String {
    let printable = DisplayWidth.printable(text)
    let isShort = printable.count <= limit
    let tail = isShort ? printable[...] : printable.dropFirst(start)
    let front = isShort || start == 0 ? "" : "…"
    let room = limit - front.count
    return front + (tail.count <= room ? String(tail) : tail.prefix(room - 1) + "…")
  }
}
