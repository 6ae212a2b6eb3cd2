internal import EECampaign
internal import EECore
internal import HostIO

/// The places where jobs run.
extension Runner {
  /// Returns a submission as the place wants it that the attempt was given.
  func prepared(
    _ submission: Submission, of vertex: Int, _ lease: Lease
  ) throws(SystemError) -> Submission {
    guard let host = hosts.host(at: lease.host), let attempt = attempt(of: vertex),
      let job = graph.jobs[vertex]
    else { return submission }
    var submission =
      host.isHere
      ? surroundings.inPlace(submission, attempt, job)
      : try surroundings.remote(submission, attempt, job)
    guard host.kind == .slurm else { return submission }
    submission.remote?.options =
      SlurmOptions(
        job, lease, retries: engine.vertices[vertex].retriesUsed, on: host
      ).words
    return submission
  }

  /// Completes the script of an experiment for the host that it was given.
  ///
  /// What stands on disk is what counts: an edit of the script that waits is part of it.
  ///
  /// - Throws: ``Diagnostics`` at what cannot be completed.
  func complete(_ job: JobSpec, at place: Int) throws {
    guard let name = job.waitingScript, let script = HalfBoundScript.completedName(name) else {
      return
    }
    let path = Paths.join(job.directory, name)
    let bytes = try SourceFile.read(path, as: "script")
    let config = try SourceFile.readConfig(
      Paths.join(job.directory, "config.yaml"), as: "configuration of the experiment")
    let completed = try hosts.complete(bytes, at: path, config: config, place: place)
    let target = Paths.join(job.directory, script)
    // A hash of what was written last tells our own from an edit, also when the template has changed.
    let relative = Paths.relative(target, to: surroundings.base)
    let note = Paths.join(
      surroundings.base, ".cms/completed/\(Fingerprint(Array(relative.utf8)).text)")
    if Files.status(target) != nil {
      let found = try SourceFile.read(target, as: "script")
      let isOurs = (try? Files.read(note)) == Array(Fingerprint(found).text.utf8)
      guard isOurs || HalfBoundScript.isCompletion(found, of: bytes) else {
        throw Diagnostics(
          .fileNameTaken,
          "'\(target)' is not what '\(name)' becomes on a host; edit that one instead, "
            + "and move this one away")
      }
    }
    try Files.replace(target, completed, mode: 0o755)
    try Directories.ensure(Paths.directory(of: note))
    try Files.replace(note, Array(Fingerprint(completed).text.utf8))
  }

  /// Makes the backends of a run, each when something is first wanted there.
  static func backends(
    _ hosts: RunHosts, _ loop: EventLoop, _ surroundings: JobSurroundings, workflow: String
  ) -> BackendGroup {
    BackendGroup { place in
      guard let entry = hosts.host(at: place) else {
        return LocalBackend(loop: loop, wrapper: try Wrapper.install(in: surroundings.directory))
      }
      var host = RemoteHost(entry, surroundings, workflow: workflow)
      if entry.kind == .ssh {
        host.survey = SurveyScript.Question(
          directory: host.root, probe: entry.probe, run: surroundings.run)
      }
      host.power = HostSwitch(
        host: entry.name, up: entry.up, down: entry.down,
        directory: Paths.absolute(Paths.directory(of: entry.file ?? "")), records: host.records,
        upTime: entry.upTime ?? HostSwitch.usualUpTime,
        downTime: entry.downTime ?? HostSwitch.usualDownTime)
      return RemoteBackend(host, loop: loop, pace: RemotePace(of: entry))
    }
  }
}

extension RemoteHost {
  /// A host as a run uses it: below its directory, each workflow has one of its own.
  init(_ entry: HostEntry, _ surroundings: JobSurroundings, workflow: String) {
    var starter: any JobStarter = ProcessStarter()
    if entry.kind == .slurm {
      var settings = SlurmStarter.Settings()
      settings.throttle = entry.throttle
      settings.latency = entry.latency ?? settings.latency
      starter = SlurmStarter(run: surroundings.run, settings)
    }
    let records = surroundings.records(of: entry)
    guard let destination = entry.destination else {
      self.init(
        name: entry.name, transport: .local, root: surroundings.base, prologue: entry.prologue,
        records: records, starter: starter)
      isHere = true
      return
    }
    let isShared = SharedConnection.isConfigured(for: destination)
    self.init(
      name: entry.name,
      transport: .ssh(destination, control: isShared ? nil : SharedConnection.directory()),
      root: Paths.join(entry.directory, Identifier.escaped(Array(workflow.utf8))),
      prologue: entry.prologue, records: records, starter: starter)
  }
}

extension RemotePace {
  /// A batch system is asked less often: it is not for us alone.
  init(of entry: HostEntry) {
    let longest = entry.interval ?? (entry.kind == .slurm ? 30 * Span.second : Span.second)
    let usual = entry.kind == .slurm ? Span.second : Span.second / 4
    self.init(shortest: min(usual, longest), longest: longest)
  }
}
