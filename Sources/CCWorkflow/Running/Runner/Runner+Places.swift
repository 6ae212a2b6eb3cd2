internal import CampaignStore
internal import HostIO

/// The places where jobs run.
extension Runner {
  /// Returns a submission as the place wants it that the attempt was given.
  func prepared(
    _ submission: Submission, of vertex: Int, at place: Int
  ) throws(SystemError) -> Submission {
    guard place > 0, let attempt = attempt(of: vertex), let job = graph.jobs[vertex] else {
      return submission
    }
    return try surroundings.remote(submission, attempt, job)
  }

  /// Makes the backends of a run, each when something is first wanted there.
  static func backends(
    _ hosts: RunHosts, _ loop: EventLoop, _ surroundings: JobSurroundings, _ clock: RunClock,
    workflow: String
  ) -> BackendGroup {
    BackendGroup { place in
      guard hosts.host(at: place) != nil else {
        return LocalBackend(
          loop: loop, wrapper: try Wrapper.install(in: surroundings.directory))
      }
      throw RunnerError.stalled
      /*return try RemoteBackend(
        host, root: JobSurroundings.root(of: workflow, on: host), loop: loop,
        clock: clock)*/
    }
  }
}
