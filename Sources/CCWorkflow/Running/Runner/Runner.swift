package import CampaignStore
internal import HostIO

/// Runs a workflow: feeds the engine what happens, commits what it decides, and does it.
///
/// Everything happens in one loop on one thread: events come in, one transaction records all that
/// follows from them, and only then is anything started.
package final class Runner {
  /// How a run came to its end here.
  package enum Outcome: Sendable {
    case finished
    /// A signal stopped the runner; jobs that run go on without it.
    case interrupted
    /// Its user wants another process to go on.
    case detached
  }

  /// Milliseconds after which the views are drawn anew and requests are looked for.
  private static let pause: Int64 = 1000
  /// Nanoseconds that the news of a start may wait for other news, to be recorded with it.
  private static let newsPause: Int64 = 10_000_000

  let store: CampaignStore
  let record: RunRecord
  let owner: Int
  var graph: RunGraph
  let surroundings: JobSurroundings
  let facts: RunFacts
  let hosts: RunHosts
  private let place: FilePlace
  let backends: BackendGroup
  let boot = ProcessIdentity.currentBoot()
  let clock: RunClock
  var engine: WorkflowEngine
  var attempts: [String: AttemptRecord]
  var startTimes: [Int: Int64] = [:]
  /// The tokens of attempts of an earlier runner that never started.
  var voided: [Int: String] = [:]
  /// Whether the records of an earlier runner are all gone: then each of its jobs may have run.
  let lacksRecords: Bool
  /// Starts that are to be recorded, and when the first of them was seen.
  private var news: [BackendGroup.News] = []
  private var newsTime: Int64 = 0
  /// Why attempts that are recorded must not be started.
  var refusals: [Int: String] = [:]
  /// Why hosts cannot be reached for now, by name.
  var unreachable: [String: String] = [:]
  /// Commands by which hosts are being switched on or off, and since when, by host.
  var switching: [String: RunSnapshot.Switching] = [:]
  /// Hosts that get nothing more.
  var drained: Set<Int> = []
  /// How many devices somebody else has, by host, as was recorded last.
  var takenCounts: [Int: Int] = [:]
  /// Whether the run was paused when that was recorded last.
  var wasPaused = false
  /// What happened to hosts, a line each, for whoever sees no view that is drawn anew.
  package internal(set) var notices: [String] = []
  /// Why jobs do not run yet that a batch system has.
  var notes: [Int: String] = [:]
  /// Nodes that the file no longer has: their jobs are collected, and not started again.
  let removed: Set<String>
  /// Whether a job was started, or the end of one was seen.
  package internal(set) var hasDoneAnything = false
  let observe: (Runner) -> Void
  let loop: EventLoop
  let interruptions: Interruptions
  private let wake: WakeSocket?
  /// Jobs at once at most.
  let slots: Int
  var nextLook: Int64
  /// When other hosts are asked again about devices that somebody else has.
  var nextLooks: [Int: Int64] = [:]
  /// What went wrong at the end of the run although all jobs ended as they should.
  var problems: [String] = []
  /// What jobs left on other hosts.
  var leavings: [String] = []

  /// Takes up a run, whose jobs write below `base`, which is absolute.
  ///
  /// `observe` is called after every step, and at least every second while something runs.
  /// `question` makes room on the terminal and returns what an interrupt asks there; nil stops
  /// without a question.
  ///
  /// - Throws: ``StoreError`` or ``SystemError``.
  package init(
    _ run: OwnedRun, store: CampaignStore, base: String, limits: RunLimits,
    observe: @escaping (Runner) -> Void, question: (() -> String)? = nil
  ) throws {
    self.store = store
    record = run.record
    owner = run.owner
    self.observe = observe
    let clock = RunClock()
    self.clock = clock
    let present = try store.nodes(of: record.id)
    let removed = try store.removedNodes(of: record.id)
    self.removed = Set(removed.map(\.name))
    let attempts = try store.latestAttempts(of: record.id)
    self.attempts = attempts
    place = FilePlace(store.path)
    let surroundings = JobSurroundings(run: record.id, base: base, database: store.path)
    self.surroundings = surroundings
    facts = RunFacts(directory: Paths.directory(of: run.record.file))
    let hosts = RunHosts(
      LeasedDevices(limits, attempts: Set(attempts.values.filter(\.state.isActive).map(\.id))),
      limits, records: surroundings.records(of:))
    self.hosts = hosts
    graph = RunGraph(
      nodes: present + removed, edges: try store.edges(of: record.id), attempts: attempts,
      clock: clock, lease: hosts.lease(of:))
    try hosts.require(graph.hostNames)
    // Made before the first attempt.
    lacksRecords = Files.status(surroundings.directory) == nil
    try Directories.ensure(surroundings.directory)
    loop = try EventLoop()
    interruptions = try Interruptions(loop, question: question)
    backends = Runner.backends(
      hosts, loop, surroundings, workflow: run.record.workflow)
    wake = try? WakeSocket(Paths.join(surroundings.directory, "wake"), in: loop)
    // Each job that runs is watched through two descriptors; a few are ours.
    slots = max(1, (Environment.openFileLimit() - 32) / 2)
    nextLook = clock.now() + Self.pauseBetweenLooks
    engine = WorkflowEngine(
      graph.vertices, names: graph.names, graph: graph.graph,
      fleet: hosts.fleet(
        slots: slots, needsDevices: graph.needsDevices, needsProcessors: graph.needsProcessors),
      stopAfter: limits.stopAfter)
  }

  /// Runs until nothing is left to run.
  package func run() throws -> Outcome {
    var step = try recover()
    step.events.insert(.begin, at: 0)
    for place in 0..<hosts.count { noteTaken(at: place, into: &step) }
    try takeRequests(into: &step, atStart: true)
    try process(step)
    observe(self)
    while !engine.isFinished {
      guard !engine.isStuck || hosts.areTaken else { throw RunnerError.stalled }
      if let ending = try wait() {
        var step = RunnerStep()
        try takeNews(into: &step)
        if !step.isEmpty { try process(step) }
        try close(state: "stopped")
        return ending
      }
      if !interruptions.isAsking { observe(self) }
    }
    try switchOff()
    try close(state: isSuccessful ? "done" : "failed")
    // A convenience: where it has no room, the run has ended all the same.
    if hasDoneAnything { try? store.backUp() }
    return .finished
  }

  /// Waits for something to happen and deals with it.
  ///
  /// - Returns: how the run ends here; nil where it goes on.
  private func wait() throws -> Outcome? {
    var step = RunnerStep()
    var isAsked = false
    let tags = loop.wait(upTo: patience())
    for tag in tags {
      if let choice = interruptions.choice(for: tag) {
        switch choice {
        case .stop: return .interrupted
        case .detach: return .detached
        case .cancel:
          try takeNews(into: &step)
          step.events.append(.cancel(Array(engine.vertices.indices)))
        case .goOn: continue
        }
      } else if tag == wake?.tag {
        wake?.drain()
        isAsked = true
      } else {
        for news in try backends.news(for: tag) ?? [] { try hear(news, into: &step) }
      }
    }
    let isTickDue = engine.nextDeadline.map { $0 <= clock.now() } ?? false
    if isAsked || isTickDue || isNewsDue { try takeNews(into: &step) }
    // Who cannot reach the socket is heard a little later.
    if isAsked || tags.isEmpty { try takeRequests(into: &step) }
    try lookForDevices(into: &step)
    for news in try backends.turn(at: clock.now()) { try hear(news, into: &step) }
    // What has ended is reported first: it did not run too long.
    if isTickDue { step.events.append(.tick) }
    if !step.isEmpty { try process(step) }
    return nil
  }

  /// Takes the end of an attempt at once, and the start of one with what comes next.
  ///
  /// Until then its record on the disk says it, as it would if this runner were killed.
  private func hear(_ told: BackendGroup.News, into step: inout RunnerStep) throws {
    guard case .started = told.report else {
      try takeNews(into: &step)
      return try take(told.report, at: told.place, into: &step)
    }
    if news.isEmpty { newsTime = clock.now() }
    news.append(told)
  }

  private var isNewsDue: Bool { clock.now() - newsTime >= Self.newsPause }

  private func takeNews(into step: inout RunnerStep) throws {
    for told in news { try take(told.report, at: told.place, into: &step) }
    news = []
  }

  /// Milliseconds until something is due by itself.
  func patience() -> Int32 {
    let due = [
      engine.nextDeadline, backends.nextTurn, news.isEmpty ? nil : newsTime + Self.newsPause,
    ]
    guard let next = due.compactMap({ $0 }).min() else { return Int32(Self.pause) }
    let left = max(0, next - clock.now())
    return Int32(min(Self.pause, (left + 999_999) / 1_000_000))
  }

  /// Feeds the engine, commits all that follows, does what it wants done, and deals with what comes
  /// of that in the same way.
  private func process(_ first: RunnerStep) throws {
    var step = first
    while !step.isEmpty {
      var effects: [EngineEffect] = []
      for event in step.events { effects += engine.handle(event, at: clock.now()) }
      step.expansions = step.expansions.filter { take($0, &effects) }
      noteDrained(into: &step)
      let work = RunnerWork(effects)
      // What is written to a file without a name is written nowhere.
      guard place.isInPlace else { throw RunnerError.databaseGone(path: store.path) }
      try commit(step, work)
      hasDoneAnything = hasDoneAnything || !work.launches.isEmpty || !step.readings.isEmpty
      step = RunnerStep()
      try perform(work, into: &step)
    }
  }

  /// Tells the engine of new members; of a group that was cancelled meanwhile it wants none.
  private func take(_ expansion: Expansion, _ effects: inout [EngineEffect]) -> Bool {
    let before = engine.vertices.count
    let members = graph.vertices(for: expansion.members)
    effects += engine.handle(
      .expanded(expansion.gate, members, isClosed: expansion.isClosed), at: clock.now())
    guard engine.vertices.count == before + members.count else { return false }
    graph.append(expansion.members)
    return true
  }

  func close(state: String) throws(StoreError) {
    try store.closeRun(record.id, owner: owner, state: state)
  }

  func attempt(of vertex: Int) -> AttemptRecord? { attempts[graph.name(of: vertex)] }
}

extension Runner {
  /// The `cms-cc` that goes on with a run in the background: this program, or the one beside it.
  package static var program: String {
    JobSurroundings.coordinator(of: Environment.programPath())
  }

  /// Whether every node is done, or was left out because its condition did not hold.
  ///
  /// What is skipped for any other reason is behind something that did not end well.
  package var isSuccessful: Bool {
    engine.vertices.allSatisfy { $0.state == .done || $0.state == .skipped }
  }
}
