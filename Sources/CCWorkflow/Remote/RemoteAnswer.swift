/// What the agent of a host said in one round.
struct RemoteAnswer {
  struct Host: Hashable, Sendable {
    let name: String
    let boot: String
    /// Seconds since 1970, by its clock.
    let time: Int64
    /// Seconds since it was started.
    let uptime: Double
  }

  /// What is known of the bytes of a file.
  enum Sum: Hashable, Sendable {
    case some(UInt32)
    /// They are those of another place where they were sent.
    case copied
    case none
  }

  enum State: Hashable, Sendable {
    /// `restarts` is how often a batch system had started it before.
    case running(host: String, process: Int32, began: Int64, restarts: Int = 0)
    /// `end` is what a batch system says besides.
    case exited(code: Int, SlurmEnd? = nil)
    /// It was started and is gone without a word.
    case gone
    /// There is no start record, or one that is being written.
    case absent
    /// It has not run and never will.
    case claimed
    /// It could not be started.
    case refused(String)
    /// A batch system has it, and says why it does not run yet.
    case waiting(reason: String)
    /// A batch system has stopped it for now, and says why.
    case suspended(reason: String)
    /// A batch system says how it ended, and there is no exit record.
    case judged(SlurmEnd)
  }

  let host: Host
  private(set) var states: [(attempt: String, state: State)] = []
  /// What was added to logs, each behind so many bytes.
  private(set) var logs: [(attempt: String, offset: Int, added: [UInt8])] = []
  /// What is there of files that were sent before.
  private(set) var sums: [(name: String, sum: Sum, size: Int)] = []
  /// Why nothing was started.
  private(set) var failure: String?
  /// Devices on which somebody else computes, of those that were looked at or were to be given away.
  private(set) var taken: Set<String> = []
  /// Whether devices could be looked at.
  private(set) var hasLooked = false
  /// What the batch system of the host says.
  private(set) var slurm = SlurmAnswer()

  /// Reads an answer; nil where its end is missing, whatever came before.
  ///
  /// Hosts print what they like before it, and some end lines with a carriage return.
  init?(_ bytes: [UInt8], nonce: String) {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    guard let end = lines.lastIndex(where: { $0.hasPrefix("\(nonce) end ") }),
      let begin = lines[..<end].firstIndex(where: { $0.hasPrefix("\(nonce) begin ") }),
      let host = Host(lines[begin], nonce: nonce)
    else { return nil }
    self.host = host
    for line in lines[(begin + 1)..<end] {
      read(line.split(separator: "\t", omittingEmptySubsequences: false))
    }
  }

  private mutating func read(_ fields: [Substring]) {
    guard fields.count > 1 else { return }
    if fields[0] == "f" {
      failure = String(fields[1])
      return
    }
    switch fields[0] {
    case "d":
      taken.insert(String(fields[1]))
      return
    case "D":
      hasLooked = true
      return
    default: break
    }
    if fields[0] == "t", fields.count > 3, let offset = Int(fields[2]) {
      if let added = Base64.bytes(of: fields[3]) {
        logs.append((String(fields[1]), offset, added))
      }
      return
    }
    if fields[0] == "k", fields.count > 3, let size = Int(fields[3]) {
      let sum = UInt32(fields[2]).map(Sum.some) ?? (fields[2] == "copied" ? .copied : .none)
      sums.append((String(fields[1]), sum, size))
      return
    }
    guard !slurm.take(fields), let state = State(fields) else { return }
    states.append((String(fields[1]), state))
  }
}

extension RemoteAnswer.Host {
  /// Reads `NONCE begin HOSTNAME BOOTID SECONDS UPTIME`; nil for anything else.
  init?(_ line: String, nonce: String) {
    let words = line.split(separator: " ")
    guard words.count == 6, words[0] == nonce, words[1] == "begin", let time = Int64(words[4]),
      let uptime = Double(words[5])
    else { return nil }
    self.init(name: String(words[2]), boot: String(words[3]), time: time, uptime: uptime)
  }
}

extension RemoteAnswer.State {
  fileprivate init?(_ fields: [Substring]) {
    switch fields[0] {
    case "s":
      guard fields.count > 4, let pid = Int32(fields[3]), let began = Int64(fields[4]) else {
        return nil
      }
      self = .running(host: String(fields[2]), process: pid, began: began)
    case "x":
      guard fields.count > 2, let code = Int(fields[2]) else { return nil }
      self = .exited(code: code)
    case "g": self = .gone
    case "n": self = .absent
    case "c": self = .claimed
    case "e": self = .refused(fields.count > 2 ? String(fields[2]) : "")
    default: return nil
    }
  }
}
