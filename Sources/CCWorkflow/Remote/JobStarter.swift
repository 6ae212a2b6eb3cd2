internal import HostIO

/// How jobs are started on a host, and how it is found out there what became of them.
protocol JobStarter: AnyObject {
  typealias Jobs = [Int: RemoteBackend.Job]

  /// As requests name it.
  var kind: RemoteRequest.Starter { get }
  /// Jobs that are started in one round at most.
  var mostStarts: Int { get }
  /// Whether there is a pause after a round that has started jobs.
  var isSlow: Bool { get }
  /// Whether a restart of the host ends its jobs.
  var endsWithHost: Bool { get }
  /// Whether there is something to be said that does not wait for its time.
  var isUrgent: Bool { get }

  /// Returns what is asked about jobs that are under way, and those whose orders are among it.
  func questions(_ jobs: Jobs) -> (lines: [RemoteRequest.Line], ordered: Set<Int>)
  /// Returns those of the jobs that wait which are started in the next round.
  func choice(of queue: [Int], _ jobs: Jobs) -> [Int]
  /// Returns what starts jobs, and adds what they need besides their own files.
  func start(
    _ tickets: [Int], of jobs: Jobs, in archive: TarWriter
  ) throws(SystemError) -> [RemoteRequest.Line]
  /// Returns what an answer says of jobs.
  func news(in answer: RemoteAnswer, of jobs: Jobs, at now: Int64) -> StarterNews
  /// A job is no longer under way.
  func forget(_ ticket: Int)
}

/// What an answer says.
struct StarterNews {
  var states: [(ticket: Int, state: RemoteAnswer.State)] = []
  /// Why nothing can be started there for now; nil where something can.
  var problem: String?
  /// Whether something will have changed soon.
  var isUnsettled = false
  /// Whether what was ordered was done as far as it could be.
  var isObeyed = true
}

/// Jobs as processes of the host itself.
final class ProcessStarter: JobStarter {
  let kind = RemoteRequest.Starter.process
  let mostStarts = 200
  let isSlow = false
  let endsWithHost = true
  let isUrgent = false
  /// By the names that the host knows them by.
  private var tickets: [String: Int] = [:]

  func questions(_ jobs: Jobs) -> (lines: [RemoteRequest.Line], ordered: Set<Int>) {
    let sorted = jobs.sorted { $0.key < $1.key }
    for (ticket, job) in sorted { tickets[job.remote.attempt] = ticket }
    return (
      sorted.compactMap { Self.line(for: $0.value) },
      Set(sorted.lazy.filter { $0.value.order != nil }.map(\.key))
    )
  }

  private static func line(for job: RemoteBackend.Job) -> RemoteRequest.Line? {
    let attempt = job.remote.attempt
    switch (job.phase, job.order) {
    case (.queued, _), (.ended, _): return nil
    case (_, .terminate): return .terminate(attempt)
    case (_, .kill): return .kill(attempt)
    case (.claiming, nil): return .claim(attempt)
    case (.asked, nil), (.watched, nil): return job.isEnding ? .drain(attempt) : .watch(attempt)
    }
  }

  func choice(of queue: [Int], _ jobs: Jobs) -> [Int] { Array(queue.prefix(mostStarts)) }

  func start(
    _ started: [Int], of jobs: Jobs, in archive: TarWriter
  ) throws(SystemError) -> [RemoteRequest.Line] {
    let new = Set(started)
    // What computes on a device that is shared may be another job of ours.
    let held = jobs.lazy.filter { !new.contains($0.key) && $0.value.phase != .queued }
      .flatMap(\.value.submission.devices)
    let ours = Set(held)
    return started.compactMap { ticket in
      guard let job = jobs[ticket] else { return nil }
      tickets[job.remote.attempt] = ticket
      return .start(
        job.remote.attempt, directory: job.remote.directory,
        devices: job.submission.devices.filter { !ours.contains($0) })
    }
  }

  func news(in answer: RemoteAnswer, of jobs: Jobs, at now: Int64) -> StarterNews {
    StarterNews(
      states: answer.states.compactMap { attempt, state in
        guard let ticket = tickets[attempt], jobs[ticket]?.remote.attempt == attempt else {
          return nil
        }
        return (ticket, state)
      })
  }

  func forget(_ ticket: Int) {}
}
