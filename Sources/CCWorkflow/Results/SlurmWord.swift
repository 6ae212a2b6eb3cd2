internal import CampaignStore
internal import HostIO

/// What Slurm still knows of jobs that ran without us, asked once for all of them.
struct SlurmWord {
  /// How an attempt ended, as far as anybody can tell.
  struct Ending: Hashable {
    var state = JobState.unverified
    var cause: String?
    var host: String?
    var exitCode: Int?
  }

  /// By job number: the end, and the directory that the job ran in.
  private var known: [String: (end: SlurmEnd, directory: String)] = [:]
  private static let unknown = "it ran without us: nobody recorded how it ended"

  init(about experiments: [CollectedExperiment]) {
    let jobs = experiments.flatMap { $0.outputs.compactMap(\.job) }
    for start in stride(from: 0, to: jobs.count, by: 1000) {
      ask(jobs[start..<min(start + 1000, jobs.count)])
    }
  }

  private mutating func ask(_ jobs: ArraySlice<String>) {
    let command = [
      "sacct", "-X", "-n", "-P", "--starttime=1970-01-01", "-o",
      "JobID,State,ExitCode,NodeList,WorkDir", "-j", jobs.joined(separator: ","),
    ]
    guard let answer = try? Spawn.output(of: command), answer.code == 0 else { return }
    for line in String(decoding: answer.output, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
      guard fields.count == 5, case .ended(var end) = SlurmPhase(fields[1]) else { continue }
      end.exit = String(fields[2])
      end.nodes = fields[3] == "None assigned" ? "" : String(fields[3])
      known[String(fields[0])] = (end, String(fields[4]))
    }
  }

  /// Returns how an attempt ended; numbers come again on other clusters, so the directory counts too.
  func end(of output: CollectedOutput, in directory: String) -> Ending {
    guard let job = output.job, let (end, place) = known[job],
      Paths.real(place) == Paths.real(directory)
    else { return Ending(cause: Self.unknown) }
    var ending = Ending()
    let codes = end.exit?.split(separator: ":").compactMap { Int($0) } ?? []
    ending.exitCode = codes.first
    ending.host = end.nodes.isEmpty ? nil : end.nodes
    let isGood = end.isCompleted && codes.allSatisfy { $0 == 0 }
    ending.state = isGood ? .done : end.isCancelled ? .cancelled : .failed
    ending.cause = isGood ? nil : end.text
    return ending
  }
}
