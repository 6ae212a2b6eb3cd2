package import CampaignStore
internal import HostIO

/// What a campaign database and its newest runs look like.
package struct DatabaseCheck {
  /// Of jobs that wait so many are named.
  private static let fewJobs = 5

  private let store: CampaignStore

  package init(_ store: CampaignStore) { self.store = store }

  /// Looks at the file, then at the newest run of each workflow.
  ///
  /// - Cost: reads the whole file, and the records of each job that is under way.
  package func findings() throws(StoreError) -> [Finding] {
    var found = [pages(), place()]
    var known: Set<String> = []
    for run in try store.runs() where known.insert(run.workflow).inserted {
      found += try self.run(run)
    }
    return found
  }

  /// Returns the other hosts that jobs of the newest run of each workflow name, as their jobs reach
  /// them.
  package func hosts() throws(StoreError) -> [HostQuestion] {
    var known: Set<String> = []
    var workflows: Set<String> = []
    var found: [HostQuestion] = []
    let merged = try store.origins()
    for run in try store.runs()
    where workflows.insert(run.workflow).inserted && merged[run.id] == nil {
      for case let job? in try store.nodes(of: run.id).map(\.job) {
        for name in JobSpec(json: job)?.request.hosts ?? []
        where name != Fleet.here && known.insert(name).inserted {
          found.append(HostQuestion(named: name))
        }
      }
    }
    return found
  }

  private func pages() -> Finding {
    do throws(StoreError) { try store.check() } catch {
      return Finding(
        .problem, "database", error.message, advice: DatabaseCheck.advice(for: store.path))
    }
    return Finding(.fine, "database", "'\(store.path)' is sound")
  }

  /// A database that nothing has made yet.
  package static func missing(_ path: String) -> Finding {
    Finding(.note, "database", "there is no '\(path)', so nothing was run yet")
  }

  /// A database that does not open.
  package static func unreadable(_ error: StoreError) -> Finding {
    Finding(.problem, "database", "\(error)", advice: advice(for: error.path))
  }

  /// Returns what to do about a database that is damaged: its backup, where there is one.
  package static func advice(for database: String) -> String {
    let backup = CampaignStore.backupPath(of: database)
    guard let status = Files.status(backup) else {
      return "copy it away, then try: sqlite3 \(database) .recover"
    }
    return "copy it away, then put its backup of \(WallClock.text(status.modified)) in its place: "
      + "\(backup)"
  }

  private func place() -> Finding {
    FileSystemKind.of(store.path) == .local
      ? Finding(.fine, "file system", "local, so commits go to a write-ahead log")
      : Finding(
        .note, "file system", "not known as a local one, so commits go to a rollback journal",
        advice: "it is safe and slower; --db names another place")
  }

  private func run(_ run: RunRecord) throws(StoreError) -> [Finding] {
    if let origin = try store.origins(of: run.id).first {
      // What its jobs left is not here, and nobody goes on with it here.
      return [
        Finding(.note, "run \(run.id) of \(run.workflow)", "\(run.state), merged from \(origin)")
      ]
    }
    var found = [owner(of: run)]
    let subject = "run \(run.id) of \(run.workflow)"
    let newest = try store.newestEvent(of: run.id)
    if let newest, newest > WallClock.text(WallClock.now()) {
      found.append(
        Finding(
          .note, subject, "its newest event is of \(newest), which has yet to come",
          advice: "the clock was set back, or another machine's is ahead: times may not be right"))
    }
    for attempt in try store.latestAttempts(of: run.id).values.sorted(by: { $0.node < $1.node })
    where attempt.state.isActive {
      found.append(self.attempt(attempt))
    }
    return found + (try waiting(in: run))
  }

  /// Jobs whose turn it is, and for which there is no room.
  private func waiting(in run: RunRecord) throws(StoreError) -> [Finding] {
    guard RunStatus.state(of: run) == "running" else { return [] }
    let nodes = try store.nodes(of: run.id).filter { $0.state == .waiting }
    let found = nodes.prefix(Self.fewJobs).map { node in
      let needs = node.job.flatMap(JobSpec.init(json:)).map(RunOutlook.demand) ?? "its turn"
      return node.cause.map { Finding(.note, "job \(node.name)", "waits: \($0)") }
        ?? Finding(
          .note, "job \(node.name)", "waits for room: it asks for \(needs)",
          advice: "what runs now has to end first, or use less: cms-cc status \(store.path)")
    }
    let more = nodes.count - found.count
    return found
      + (more > 0 ? [Finding(.note, "jobs", "\(more) more wait for room or for a retry")] : [])
  }

  private func owner(of run: RunRecord) -> Finding {
    let subject = "run \(run.id) of \(run.workflow)"
    switch RunStatus.state(of: run) {
    case "running":
      return Finding(
        .fine, subject,
        "being run by process \(run.ownerProcess?.pid ?? 0) on \(run.ownerHost ?? "")")
    case "interrupted", "stopped":
      return Finding(
        .note, subject, "its runner is gone", advice: "cms-cc resume goes on with it")
    case let state: return Finding(.fine, subject, state)
    }
  }

  /// Compares what is recorded of a job under way with the evidence that it left.
  private func attempt(_ attempt: AttemptRecord) -> Finding {
    let records = AttemptEvidence(directory: attempt.directory)
    let subject = "job \(attempt.node)"
    if records.isEndCut {
      return Finding(
        .problem, subject,
        "has ended, and there is no room at '\(attempt.directory)' to record how",
        advice: "make room on that disk; it waits until then")
    }
    switch (records.start(), records.exit()) {
    case (_, .complete(let exit, _)):
      return Finding(
        .note, subject, "has ended with exit code \(exit.code), which no runner has collected yet",
        advice: "cms-cc resume collects it")
    case (.unreadable(let error), _), (_, .unreadable(let error)):
      return Finding(.problem, subject, "\(error)", advice: "without it nothing may be concluded")
    case (.complete(.wrapper(let host, let process, _), _), _):
      guard host == Environment.hostName() else {
        return Finding(.note, subject, "runs on \(host), where we cannot look")
      }
      return process.isAlive
        ? Finding(.fine, subject, "runs as process \(process.pid)")
        : Finding(
          .problem, subject, "process \(process.pid) is gone and left no exit record",
          advice: "cms-cc resume looks for what it left, and else calls it lost")
    default:
      return Finding(
        .note, subject, "the intent to start it is recorded, and no start",
        advice: "cms-cc resume finds out whether it began")
    }
  }
}
