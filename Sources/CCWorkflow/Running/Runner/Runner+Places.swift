internal import EECore
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
    _ hosts: RunHosts, _ loop: EventLoop, _ surroundings: JobSurroundings, workflow: String
  ) -> BackendGroup {
    BackendGroup { place in
      guard let entry = hosts.host(at: place) else {
        return LocalBackend(loop: loop, wrapper: try Wrapper.install(in: surroundings.directory))
      }
      return RemoteBackend(
        RemoteHost(entry, workflow: workflow, records: surroundings.records(of: entry)), loop: loop)
    }
  }
}

extension RemoteHost {
  /// A host as a run uses it: below its directory, each workflow has one of its own.
  init(_ entry: HostEntry, workflow: String, records: String) {
    let isShared = SharedConnection.isConfigured(for: entry.destination)
    self.init(
      name: entry.name,
      transport: .ssh(
        entry.destination, control: isShared ? nil : SharedConnection.directory()),
      root: Paths.join(entry.directory, Identifier.escaped(Array(workflow.utf8))),
      prologue: entry.prologue, records: records)
  }
}
