/// What the newest records of an attempt say that a batch system runs.
enum SlurmRecord: Hashable, Sendable {
  /// There are none.
  case none
  /// It was made sure that it never runs.
  case claimed
  /// The start record is not whole.
  case cut
  /// `restarts` is how often it had been started before.
  case started(host: String, process: Int32, restarts: Int = 0)
  case exited(code: Int)

  /// Reads the fields behind the attempt's name.
  init?(_ fields: some Collection<Substring>) {
    let fields = Array(fields)
    switch fields.first {
    case "none": self = .none
    case "claimed": self = .claimed
    case "cut": self = .cut
    case "started":
      guard fields.count > 3, let process = Int32(fields[3]) else { return nil }
      self = .started(
        host: String(fields[2]), process: process, restarts: Int(fields[1]) ?? 0)
    case "exited":
      guard fields.count > 2, let code = Int(fields[2]) else { return nil }
      self = .exited(code: code)
    default: return nil
    }
  }
}
