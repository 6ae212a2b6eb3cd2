internal import CampaignStore
internal import EECore
internal import HostIO

// What an attempt needs on another host, where paths of this machine mean nothing.
extension JobSurroundings {
  /// Makes of a submission one for another host.
  ///
  /// Below its root there, a job has a directory named after its node, and its records lie where
  /// they do here.
  ///
  /// - Throws: ``SystemError`` where its files cannot be listed.
  func remote(
    _ submission: Submission, _ attempt: AttemptRecord, _ job: JobSpec
  ) throws(SystemError) -> Submission {
    let directory = JobSurroundings.path(of: attempt.node)
    let transfer = job.transfer
    var remote = RemoteJob(
      attempt: ".cms/\(run)/\(directory)/\(attempt.number)", directory: directory,
      environment: submission.environment)
    if let script = transfer?.script {
      remote.inputs.append(.init(path: script, name: "\(directory)/\(Paths.name(of: script))"))
    }
    if job.place != nil { remote.inputs += try files(of: job.directory, there: directory) }
    for input in transfer?.inputs ?? [] {
      remote.inputs.append(
        .init(path: Paths.join(job.directory, input), name: "\(directory)/\(input)"))
    }
    remote.outputs = transfer?.outputs ?? []
    var sent = Submission(
      ticket: submission.ticket, token: submission.token, directory: submission.directory,
      command: transfer?.command ?? job.command, workingDirectory: job.directory,
      environment: submission.environment, boot: submission.boot)
    sent.wasSeenRunning = submission.wasSeenRunning
    sent.isEnding = submission.isEnding
    sent.voided = submission.voided
    sent.remote = remote
    return sent
  }

  /// Where what is known of a host is kept.
  func records(of host: HostEntry) -> String {
    Paths.join(Paths.join(directory, ".hosts"), Identifier.escaped(Array(host.name.utf8)))
  }

  /// All that was generated for an experiment; the links to its logs are ours.
  private func files(
    of directory: String, there name: String
  ) throws(SystemError) -> [RemoteJob.Input] {
    try Directories.names(in: directory).sorted().compactMap { entry in
      let path = Paths.join(directory, entry)
      let target = Files.target(ofLink: path)?.split(separator: "/")
      return target?.contains(".cms") == true ? nil : .init(path: path, name: "\(name)/\(entry)")
    }
  }
}
