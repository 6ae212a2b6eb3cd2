/// What the agent of a host said in one round about its batch system.
struct SlurmAnswer {
  /// An attempt's part in a batch.
  struct Part: Hashable, Sendable {
    let batch: String
    let place: Int
  }

  /// What came of a submission.
  enum Submission: Hashable, Sendable {
    case accepted(job: String)
    case refused(code: Int, reason: String)
  }

  /// What `squeue` printed; nil where it was not asked, or did not answer.
  private(set) var queue: [String]?
  /// Why it did not.
  private(set) var queueFailure: String?
  /// What `sacct` printed; nil likewise.
  private(set) var history: [String]?
  /// What `sacct` printed of what jobs used; nil likewise.
  private(set) var usage: [String]?
  /// Why it did not.
  private(set) var usageFailure: String?
  private(set) var records: [(attempt: String, record: SlurmRecord)] = []
  private(set) var parts: [(attempt: String, parts: [Part])] = []
  /// The numbers of jobs, by batch.
  private(set) var numbers: [String: String] = [:]
  private(set) var submissions: [String: Submission] = [:]
  /// Tasks of an array at most; zero where Slurm does not say.
  private(set) var arraySize: Int?
  /// Batches that are held.
  private(set) var held: Set<String> = []
  /// Why batches could not be released, by batch.
  private(set) var unreleased: [String: String] = [:]
  private var lines: [String] = []
  private var pastLines: [String] = []
  private var usageLines: [String] = []

  /// Takes a line, in its fields.
  ///
  /// - Returns: whether it is one about a batch system.
  mutating func take(_ fields: [Substring]) -> Bool {
    let rest = fields.dropFirst()
    switch fields[0] {
    case "q": lines.append(rest.joined(separator: "\t"))
    case "u": usageLines.append(rest.joined(separator: "\t"))
    case "U":
      if rest.first != "0" { usageFailure = String(rest.last ?? "") }
      usage = usageFailure == nil ? usageLines : nil
    case "h": pastLines.append(rest.joined(separator: "\t"))
    case "Q":
      // Of several clusters each has to answer.
      if rest.first != "0" { queueFailure = String(rest.last ?? "") }
      queue = queueFailure == nil ? lines : nil
    // What is not known now may be known later: it is asked again.
    case "H": history = pastLines
    case "r":
      guard let attempt = rest.first, let record = SlurmRecord(rest.dropFirst()) else {
        return true
      }
      records.append((String(attempt), record))
    case "b": takeParts(Array(rest))
    case "j": takeSubmission(Array(rest))
    case "l": if let batch = rest.first { unreleased[String(batch)] = String(rest.last ?? "") }
    case "m": arraySize = rest.first.flatMap { Int($0) }
    default: return false
    }
    return true
  }

  /// `ATTEMPT`, and for each batch its name, the place in it, and the job's number or a hyphen.
  private mutating func takeParts(_ fields: [Substring]) {
    guard let attempt = fields.first else { return }
    var found: [Part] = []
    for start in stride(from: 1, to: fields.count - 2, by: 3) {
      guard let place = Int(fields[start + 1]) else { continue }
      let batch = String(fields[start])
      found.append(Part(batch: batch, place: place))
      if fields[start + 2] != "-" { numbers[batch] = Self.number(in: fields[start + 2]) }
      if fields[start + 2].hasSuffix("!") { held.insert(batch) }
    }
    parts.append((String(attempt), found))
  }

  private mutating func takeSubmission(_ fields: [Substring]) {
    guard fields.count > 1 else { return }
    let batch = String(fields[0])
    if fields[1] != "-" {
      submissions[batch] = .accepted(job: Self.number(in: fields[1]))
    } else if fields.count > 2 {
      let reason = fields.count > 3 ? String(fields[3]) : ""
      submissions[batch] = .refused(code: Int(fields[2]) ?? 1, reason: reason)
    }
  }

  /// Behind a semicolon stands the name of the cluster.
  private static func number(in text: Substring) -> String {
    String(text.prefix { $0 != ";" && $0 != "!" })
  }
}
