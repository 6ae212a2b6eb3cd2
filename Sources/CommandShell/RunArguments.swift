package import CCWorkflow
package import CampaignStore
package import CommandTable
internal import EECampaign
internal import EECore
internal import HostIO

/// What `run`, `resume` and `submit` have in common.
package enum RunArguments {
  /// Options of all that run jobs.
  package static let runnerOptions = [
    Option("--jobs", "-j", value: "N", "Processors for jobs; all of this machine's by default."),
    Option("--fail-fast", "Start nothing more after the first failure."),
    Option("--max-fails", value: "N", "Start nothing more after so many failures."),
    Option("--keep-going", "Go on with whatever does not depend on a failure: the default."),
    Option("--detach", "Leave a runner in the background and return."),
    Option("--json", "Print the states at the end as one JSON value, as status does."),
    Option("--take-over", "Take the run from a runner on another host."),
  ]

  /// Options of those that read the file anew, and so decide what runs again.
  package static let preparationOptions = [
    Option("--new", "Begin a new run although there is one."),
    Option(
      "--rerun", value: "WHICH", repeats: true,
      "Run again what failed (failed) or what changed since it was done (stale)."),
    Option("--force", "Also change experiments that were edited by hand."),
  ]

  /// Returns which ended nodes shall run again.
  package static func rerun(_ arguments: Arguments) throws -> Set<RunPreparation.Rerun> {
    var chosen: Set<RunPreparation.Rerun> = []
    for word in arguments.values("--rerun").flatMap({ $0.split(separator: ",") }) {
      guard let rerun = RunPreparation.Rerun(rawValue: String(word)) else {
        throw arguments.mistake(
          "--rerun is '\(word)', expected failed or stale",
          hint: Suggestion.hint(
            for: String(word), among: RunPreparation.Rerun.allCases.map(\.rawValue)))
      }
      chosen.insert(rerun)
    }
    return chosen
  }

  /// Refuses to go on with a run of another file that has the same name.
  ///
  /// - Throws: ``Diagnostics`` EE307, unless a new run is asked for.
  package static func refuseStranger(
    _ preparation: RunPreparation, _ file: String, _ store: CampaignStore, _ arguments: Arguments
  ) throws {
    guard !arguments.has("--new"), let run = try preparation.stranger() else { return }
    throw Diagnostics(
      .needsConfirmation,
      "the newest run of '\(run.workflow)' in '\(store.path)' is not of '\(file)' but of "
        + "'\(run.file)'",
      hint:
        "go on with that one: cms-cc resume \(ShellWord.quoted(store.path)); --new begins another "
        + "beside it, in which everything runs again")
  }

  /// Says on standard error what was found when a run was taken up again.
  package static func explain(_ findings: RunPreparation.Findings, _ arguments: Arguments) {
    guard !arguments.has("--quiet") else { return }
    var lines: [String] = []
    let experiments = findings.experiments
    if experiments.new + experiments.changed > 0 {
      lines.append("experiments: \(experiments.new) new, \(experiments.changed) changed")
    }
    if experiments.edited > 0 {
      lines.append("experiments: \(experiments.edited) edited by hand, which run as they are")
    }
    if experiments.busy > 0 {
      lines.append("experiments: \(experiments.busy) changed but running, which stay as they are")
    }
    lines += findings.stale.prefix(10).map { name in
      let place = findings.moved[name].map { "  its directory changed, it ran in '\($0)'" }
      return "done (stale)  \(name)" + (place ?? "")
    }
    if findings.stale.count > 10 { lines.append("and \(findings.stale.count - 10) more are stale") }
    if !findings.stale.isEmpty { lines.append("hint: --rerun stale runs them again") }
    if !findings.unsuccessful.isEmpty {
      let count = findings.unsuccessful.count
      lines.append("\(count) \(count == 1 ? "node" : "nodes") did not end well")
      lines.append("hint: --rerun failed tries them again")
    }
    lines += findings.orphans.map { "warning: '\($0)' still runs but is no longer in the workflow" }
    Terminal.write(lines.map { $0 + "\n" }.joined(), to: .errors)
  }

  /// Runs a prepared run to its end, with a view of it.
  package static func perform(
    _ run: OwnedRun, _ store: CampaignStore, base: String, _ limits: RunLimits,
    _ arguments: Arguments
  ) throws -> ExitStatus {
    if arguments.has("--detach") {
      try run.release(in: store)
      return try detach(run, store, base: base, arguments)
    }
    let view = LiveView(arguments)
    if let settled = try SettledRun(run, in: store, base: base) {
      try settled.close()
      if !arguments.has("--quiet") { view.finish(try settled.snapshot()) }
      return try finish(run, store, isSuccessful: settled.isSuccessful, isIdle: true, arguments)
    }
    let runner = try run.beginning(in: store) {
      try Runner(
        run, store: store, base: base, limits: limits, observe: view.update,
        question: view.isInteractive
          ? {
            view.clear()
            return interruptQuestion
          } : nil)
    }
    if arguments.has("--hands-off") { return try handOver(runner, run, store, view, arguments) }
    let outcome = try runner.run()
    view.finish(runner.snapshot())
    for warning in runner.warnings { Terminal.write("warning: \(warning)\n", to: .errors) }
    if outcome != .finished, arguments.has("--json") { try printStatus(of: run, in: store) }
    switch outcome {
    case .interrupted:
      Terminal.write(
        "interrupted: running jobs go on by themselves; cms-cc resume takes them up again\n",
        to: .errors)
      return .interrupted
    case .detached: return try detach(run, store, base: base, arguments)
    case .finished:
      return try finish(
        run, store, isSuccessful: runner.isSuccessful, isIdle: !runner.hasDoneAnything, arguments)
    }
  }

  /// Leaves all to a batch system.
  private static func handOver(
    _ runner: Runner, _ run: OwnedRun, _ store: CampaignStore, _ view: LiveView,
    _ arguments: Arguments
  ) throws -> ExitStatus {
    let handed: Runner.HandedOver
    do { handed = try runner.handOver() } catch let error as RunnerError {
      guard case .needsRunner = error else { throw error }
      return try run.beginning(in: store) { throw error }
    }
    view.clear()
    guard handed.jobs > 0 else {
      return try finish(run, store, isSuccessful: runner.isSuccessful, isIdle: true, arguments)
    }
    if !arguments.has("--quiet") {
      let jobs = handed.jobs == 1 ? "1 job" : "\(handed.jobs) jobs"
      Terminal.write(
        "\(jobs) handed over to '\(handed.host)'; cms-cc resume collects what came of them\n",
        to: .output)
    }
    return .success
  }

  private static func finish(
    _ run: OwnedRun, _ store: CampaignStore, isSuccessful: Bool, isIdle: Bool,
    _ arguments: Arguments
  ) throws -> ExitStatus {
    if arguments.has("--json") {
      try printStatus(of: run, in: store)
    } else if isIdle, !arguments.has("--quiet") {
      Terminal.write("nothing was left to run\n", to: .output)
    }
    guard isSuccessful else { return .someFailed }
    return isIdle && arguments.has("--strict") ? .nothingToDo : .success
  }

  /// - Shape: lines that fit every terminal.
  private static let interruptQuestion = """
    interrupted:
      d  go on in the background
      c  cancel all jobs
      s  stop here, running jobs go on
    else: go on [d/c/s]\u{20}
    """

  private static func detach(
    _ run: OwnedRun, _ store: CampaignStore, base: String, _ arguments: Arguments
  ) throws -> ExitStatus {
    let background = BackgroundRunner(run.record, store, base: base)
    guard let told = try background.start(arguments) else {
      Terminal.write("error: the runner in the background has ended\n", to: .errors)
      Terminal.write(background.messages, to: .errors)
      return .backendFailure
    }
    if !arguments.has("--quiet") { Terminal.write(told + "\n", to: .errors) }
    return .success
  }

  private static func printStatus(of run: OwnedRun, in store: CampaignStore) throws {
    let now = try store.runs(of: run.record.workflow).first { $0.id == run.record.id }
    let text = try StatusJSON.text(of: now ?? run.record, in: store)
    Terminal.write(bytes: UnsafeRawBufferPointer(text.bytes), to: .output)
  }

  /// Returns how much the runner may use, and when it gives up.
  ///
  /// - Throws: ``UsageError`` or ``Diagnostics`` at what is wrong in the options or the hosts file.
  package static func limits(_ arguments: Arguments, file: String) throws -> RunLimits {
    let host = try CampaignArguments.capacityHere(arguments, file: file)
    let hosts = try CampaignArguments.hosts(arguments, file: file)
    return RunLimits(
      cpus: try jobs(arguments) ?? host.cpus ?? Environment.processorCount(),
      stopAfter: try stopAfter(arguments), host: host,
      hosts: hosts.others, described: hosts.all)
  }

  /// Whether nothing more is to start after some failures.
  package static func stops(_ arguments: Arguments) throws -> Bool {
    try stopAfter(arguments) != nil
  }

  /// Failures after which nothing more starts; nil goes on.
  private static func stopAfter(_ arguments: Arguments) throws -> Int? {
    let given = ["--fail-fast", "--max-fails", "--keep-going"].filter(arguments.has)
    guard given.count < 2 else {
      throw arguments.mistake("\(given[0]) and \(given[1]) contradict each other", hint: nil)
    }
    if arguments.has("--fail-fast") { return 1 }
    guard let text = arguments.value("--max-fails") else { return nil }
    guard let count = Int(text), count > 0 else {
      throw arguments.mistake(
        "--max-fails is '\(text)', expected a whole number above zero", hint: nil)
    }
    return count
  }

  private static func jobs(_ arguments: Arguments) throws -> Int? {
    guard let text = arguments.value("--jobs") else { return nil }
    guard let count = Int(text), count > 0 else {
      throw arguments.mistake("--jobs is '\(text)', expected a whole number above zero", hint: nil)
    }
    return count
  }
}
