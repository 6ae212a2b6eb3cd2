internal import CampaignStore
internal import HostIO

/// The newest attempts at some nodes of a run.
struct StatusAttempts {
  /// What a line says of an attempt.
  struct Attempt {
    let number: Int
    let gpu: String?
    /// Of one that is under way.
    let started: Int64?
    let seconds: Double?
    /// Of one that is under way.
    let directory: String?

    init(_ attempt: AttemptGlance) {
      number = attempt.number
      seconds = attempt.seconds
      gpu = attempt.gpu.map { String(decoding: $0, as: UTF8.self) }
      let isActive = attempt.isActive
      directory = isActive ? attempt.directory : nil
      started =
        isActive
        ? attempt.started.flatMap {
          WallClock.nanoseconds(of: String(decoding: $0, as: UTF8.self))
        } : nil
    }
  }

  /// Of more nodes than this all attempts are read: to look each up takes longer.
  private static let few = 2000

  /// By the number of the node, from the first one on.
  private var attempts: [Attempt?]
  private let first: Int

  /// Reads the newest attempts at the nodes that are listed.
  init(
    of lines: [StatusTable.Line], run: String, in store: CampaignStore
  ) throws(StoreError) {
    first = lines.first?.id ?? 0
    attempts = Array(repeating: nil, count: (lines.last?.id ?? -1) - first + 1)
    guard lines.count > Self.few else {
      for line in lines where line.kind == .job {
        attempts[line.id - first] = try store.newestAttempt(atNode: line.id, Attempt.init)
      }
      return
    }
    var found = attempts
    try store.attemptGlances(at: run) { attempt throws(StoreError) in
      let (place, number) = (attempt.node - first, attempt.number)
      guard found.indices.contains(place), found[place]?.number ?? 0 < number else { return }
      found[place] = Attempt(attempt)
    }
    attempts = found
  }

  subscript(node: Int) -> Attempt? { attempts[node - first] }
}

extension StatusAttempts.Attempt {
  /// Whether it has ended, and there is no room on the disk to record how.
  var lacksRoom: Bool {
    directory.map { AttemptEvidence(directory: $0).isEndCut } ?? false
  }

  /// What a node's line says of it, behind the node's state.
  func parts(_ line: StatusTable.Line, _ now: Int64) -> [String] {
    var parts: [String] = []
    if line.state.isActive, let progress = progress ?? (line.progress > 0 ? line.progress : nil) {
      parts.append("\(Int(progress)) %")
    }
    if line.state.isActive, let started {
      parts.append(RunView.duration(now - started))
    } else if line.state.isFinal, let seconds {
      parts.append(RunView.duration(Int64(seconds * 1e9)))
    }
    if number > 1 { parts.append("attempt \(number)") }
    if line.state.isActive || line.state.isFinal, let gpu {
      parts.append(gpu.hasPrefix("GPU") || gpu.hasPrefix("MIG") ? gpu : "gpu \(gpu)")
    }
    return parts
  }

  private var progress: Double? {
    directory.flatMap { LogTail.progress(of: AttemptEvidence(directory: $0).logPath) }
  }
}
