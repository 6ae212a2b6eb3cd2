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
      attempt: ".cms/\(run)/\(directory)/\(attempt.number)",
      name: JobSurroundings.batchName(of: attempt.node), directory: directory,
      environment: submission.environment)
    if let script = transfer?.script {
      remote.inputs.append(.init(path: script, name: "\(directory)/\(Paths.name(of: script))"))
    }
    if job.place != nil { remote.inputs += try files(of: job.directory, there: directory) }
    for input in transfer?.inputs ?? [] {
      remote.inputs.append(
        .init(path: Paths.join(job.directory, input), name: "\(directory)/\(input)"))
    }
    remote.outputs = OutputChoice(transfer?.outputs, isExperiment: job.place != nil)
    remote.submitted = attempt.submitted
    var sent = Submission(
      ticket: submission.ticket, token: submission.token, directory: submission.directory,
      command: transfer?.command ?? job.command, workingDirectory: job.directory,
      environment: submission.environment, boot: submission.boot)
    sent.processors = submission.processors
    sent.devices = submission.devices
    sent.wasSeenRunning = submission.wasSeenRunning
    sent.isEnding = submission.isEnding
    sent.voided = submission.voided
    sent.remote = remote
    return sent
  }

  /// Makes of a submission one for the batch system of this machine: its job runs in its own directory,
  /// and finds what the runner finds.
  func inPlace(_ submission: Submission, _ attempt: AttemptRecord, _ job: JobSpec) -> Submission {
    var sent = submission
    let directory = JobSurroundings.path(of: attempt.node)
    sent.remote = RemoteJob(
      attempt: ".cms/\(run)/\(directory)/\(attempt.number)",
      name: JobSurroundings.batchName(of: attempt.node), directory: job.directory,
      environment: submission.environment)
    return sent
  }

  /// A node, or the group of a member, in letters that every batch system takes.
  private static func batchName(of node: String) -> String {
    String(
      decoding: node.utf8.prefix { $0 != UInt8(ascii: "/") }.prefix(40).map { byte in
        let isPlain =
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        return isPlain ? byte : UInt8(ascii: "_")
      }, as: UTF8.self)
  }

  /// Where what is known of a host is kept.
  func records(of host: HostEntry) -> String {
    Paths.join(hostRecords, Identifier.escaped(Array(host.name.utf8)))
  }

  /// Where what is known of all hosts is kept.
  var hostRecords: String { Paths.join(directory, ".hosts") }

  /// All that was generated for an experiment, and what an earlier attempt left; the links to its logs
  /// are ours.
  private func files(
    of directory: String, there name: String
  ) throws(SystemError) -> [RemoteJob.Input] {
    try Directories.names(in: directory).sorted().compactMap { entry in
      guard !entry.hasPrefix(PartialFile.prefix) else { return nil }
      let path = Paths.join(directory, entry)
      let target = Files.target(ofLink: path)?.split(separator: "/")
      return target?.contains(".cms") == true ? nil : .init(path: path, name: "\(name)/\(entry)")
    }
  }
}
