internal import CCWorkflow
internal import CampaignStore
internal import CommandTable
internal import HostIO

/// A runner without a terminal, which goes on when its user has gone.
struct BackgroundRunner {
  private let run: RunRecord
  private let store: CampaignStore
  private let base: String

  init(_ run: RunRecord, _ store: CampaignStore, base: String) {
    self.run = run
    self.store = store
    self.base = base
  }

  /// What it prints.
  private var log: String {
    Paths.join(Paths.join(Paths.join(base, ".cms"), run.id), "runner.log")
  }

  /// Starts it for a run that nobody owns any more, and waits until it owns the run.
  ///
  /// - Returns: what to tell the user; nil where it has ended without that.
  func start(_ arguments: Arguments) throws -> String? {
    var words = [
      Runner.program, "resume", run.file, "--directory", base, "--db", store.path, "--quiet",
    ]
    for option in ["--jobs", "--max-fails", "--hosts"] {
      if let value = arguments.value(option) { words += [option, value] }
    }
    if arguments.has("--fail-fast") { words.append("--fail-fast") }
    try Directories.ensure(Paths.directory(of: log))
    let pipe = try Pipe()
    let pid = try Spawn.detached(
      Spawn.Request(words, environment: Environment.all(), directory: ".", output: log),
      signal: pipe.writing)
    let identity = ProcessIdentity.having(pid)
    let loop = try EventLoop()
    while identity?.isAlive == true {
      if try isOwned(by: pid) { return told(pid) }
      _ = loop.wait(upTo: 20)
    }
    // A short run may be over by now.
    return try isOwned(by: pid) ? told(pid) : nil
  }

  private func isOwned(by pid: Int32) throws -> Bool {
    try store.runs(of: run.workflow).first { $0.id == run.id }?.ownerProcess?.pid == pid
  }

  private func told(_ pid: Int32) -> String {
    "running in the background as process \(pid): see cms-cc status and cms-cc logs; what it says "
      + "goes to '\(log)'"
  }

  /// What it printed, where it did not get far.
  var messages: String {
    String(decoding: (try? Files.read(log)) ?? [], as: UTF8.self)
  }
}
