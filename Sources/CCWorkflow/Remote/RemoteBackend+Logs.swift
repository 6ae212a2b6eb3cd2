internal import HostIO

// Logs of jobs that run: what is added to them there is brought here a little later, so that whoever
// looks here sees their progress. When a job has ended its whole log takes the place of that.
extension RemoteBackend {
  /// Logs that are asked for in one round, so that many are spread over several.
  private static let mostLogs = 64

  /// Returns what asks for more of logs, and the jobs by what the host calls them.
  ///
  /// Those that are asked for next stand behind the last of which something came.
  func logQuestions() -> (lines: [RemoteRequest.Line], tickets: [String: Int]) {
    guard !host.isHere else { return ([], [:]) }
    let running = jobs.all.filter { $0.value.isSeen && $0.value.phase == .watched }.keys.sorted()
    let start = running.firstIndex { $0 > newestLog } ?? 0
    let chosen = (running[start...] + running[..<start]).prefix(Self.mostLogs)
    var lines: [RemoteRequest.Line] = []
    var tickets: [String: Int] = [:]
    for ticket in chosen {
      guard let job = jobs[ticket] else { continue }
      lines.append(.log(job.remote.attempt, from: Self.size(ofLog: job)))
      tickets[job.remote.attempt] = ticket
    }
    return (lines, tickets)
  }

  /// Adds what came to the logs here; what cannot be written now is asked for again.
  func takeLogs(_ answer: RemoteAnswer, of round: Round) {
    for (attempt, offset, added) in answer.logs {
      guard let ticket = round.logs[attempt], let job = jobs[ticket], job.phase == .watched,
        // Whatever is there is the beginning of the whole, also after a crash.
        Self.size(ofLog: job) == offset
      else { continue }
      newestLog = ticket
      let path = AttemptEvidence(directory: job.submission.directory).logPath
      do throws(SystemError) {
        try Directories.ensure(job.submission.directory)
        try Files.append(added, to: path)
      } catch { return }
    }
  }

  private static func size(ofLog job: Job) -> Int {
    Files.status(AttemptEvidence(directory: job.submission.directory).logPath)?.size ?? 0
  }
}
