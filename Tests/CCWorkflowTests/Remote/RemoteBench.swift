import HostIO
import TestSupport

@testable import CCWorkflow

/// A backend for a host, with a loop that turns it, and what it has reported.
final class RemoteBench {
  let place: TemporaryDirectory
  let loop: EventLoop
  let backend: RemoteBackend
  /// What was reported, in words.
  private(set) var said: [String] = []

  /// Shares the place of an earlier runner, which knows nothing of us.
  init(
    _ transport: Transport, root: String, in earlier: TemporaryDirectory? = nil,
    prologue: String? = nil, starter: any JobStarter = ProcessStarter(), up: String? = nil,
    probe: String? = nil
  ) throws {
    place = try earlier ?? TemporaryDirectory()
    loop = try EventLoop()
    var host = RemoteHost(
      name: "far", transport: transport, root: root, prologue: prologue,
      records: place.at("run/hosts/far"), starter: starter)
    if let up {
      host.power = HostSwitch(
        host: "far", up: up, down: nil, directory: place.path, records: host.records,
        upTime: 300_000_000)
    }
    if let probe { host.survey = SurveyScript.Question(directory: root, probe: probe) }
    backend = RemoteBackend(
      host, loop: loop, pace: RemotePace(shortest: 5_000_000, firstPause: 10_000_000))
  }

  func submission(
    _ ticket: Int, _ command: [String], environment: [String: String] = [:],
    inputs: [RemoteJob.Input] = [], outputs: [String] = [], takesAll: Bool = false,
    wasSeenRunning: Bool = false,
    options: [String] = []
  ) -> Submission {
    var remote = RemoteJob(
      attempt: ".cms/r/n \(ticket)/1", name: "n\(ticket)", directory: "w k/\(ticket)",
      environment: environment, inputs: inputs, options: options)
    remote.outputs = OutputChoice(takesAll ? nil : outputs, isExperiment: true)
    return
      Submission(
        ticket: ticket, token: "t\(ticket)", directory: place.at("attempts/\(ticket)"),
        command: command, workingDirectory: place.at("work"), environment: [:],
        boot: ProcessIdentity.currentBoot(), wasSeenRunning: wasSeenRunning,
        remote: remote)
  }

  func launch(
    _ ticket: Int, _ script: String, inputs: [RemoteJob.Input] = [], outputs: [String] = [],
    takesAll: Bool = false
  ) throws {
    try backend.launch(
      submission(
        ticket, ["/bin/sh", "-c", script], inputs: inputs, outputs: outputs, takesAll: takesAll))
  }

  /// Turns the backend until something is so, and returns what has been said till then.
  @discardableResult
  func turn(until condition: () throws -> Bool) throws -> [String] {
    let end = WallClock.monotonic() + 60_000_000_000
    while try !condition() {
      let now = WallClock.monotonic()
      guard now < end else { throw TestFailure("it never came true; said: \(said)") }
      if let next = backend.nextTurn, next <= now { hear(try backend.turn(at: now)) }
      let left = max(0, min(20, ((backend.nextTurn ?? .max) - now) / 1_000_000 + 1))
      for tag in loop.wait(upTo: Int32(left)) { hear(try backend.reports(for: tag) ?? []) }
    }
    return said
  }

  /// Turns it until a line has been said.
  @discardableResult
  func turn(until line: String) throws -> [String] { try turn { said.contains(line) } }

  private func hear(_ reports: [BackendReport]) {
    for report in reports {
      switch report {
      case .started(let ticket, _, _, _): said.append("\(ticket) started")
      case .ended(let ticket, let ending):
        let rest =
          (ending.uncollected.map { ", but \($0)" } ?? "") + (ending.left.map { ", \($0)" } ?? "")
        switch ending.evidence {
        case .exitRecord(let code): said.append("\(ticket) exited \(code)\(rest)")
        case .notRun(let reason): said.append("\(ticket) not run: \(reason)")
        case .scheduler(let end): said.append("\(ticket) ended: \(end.text)")
        case .none: said.append("\(ticket) left nothing\(rest)")
        }
      case .waiting(let ticket, let reason): said.append("\(ticket) waits: \(reason ?? "")")
      case .neverStarted(let ticket): said.append("\(ticket) never started")
      case .surveyed(let survey, let problem):
        said.append(problem ?? "has GPUs \(survey?.deviceText ?? "")")
      case .taken(let taken, let devices):
        said.append("\(taken.sorted()) taken among \(devices)")
      case .raising(.called): said.append("up")
      case .raising: break
      case .reach(let isOpen, let reason): said.append(isOpen ? "open" : "closed: \(reason ?? "")")
      }
    }
  }

  func log(_ ticket: Int) throws -> String { try place.text("attempts/\(ticket)/log") }
}

/// A host that is this machine, behind a program that stands for `ssh` and can be told to fail.
final class PretendedHost {
  let place: TemporaryDirectory
  let home: String

  init(home: String = "ho me") throws {
    place = try TemporaryDirectory()
    self.home = place.at(home)
    try Directories.ensure(self.home)
    try place.write("ssh", Self.program, mode: 0o755)
  }

  /// Does each time what the first of the files beside it says that is there: `down` refuses until
  /// it is gone, `lose` runs the command once and loses its answer, `cut` ends each answer behind so
  /// many bytes.
  ///
  /// `then` is run once when that was done. Where `sent` is, it gets the size of each answer.
  private static let program = """
    #!/bin/sh
    here=${0%/*}
    export here
    for command do :; done
    echo "$command" >>"$here/commands"
    if [ -e "$here/down" ]; then
      echo 'ssh: connect to host far port 22: Connection refused' >&2
      exit 255
    fi
    for home in "$here"/ho*; do :; done
    cd "$home" || exit 255
    [ ! -d "$here/bin" ] || export PATH="$here/bin:$PATH"
    export HOME="$home"
    echo 'Welcome to this host!'
    if [ -e "$here/before" ]; then
      rm "$here/before"
      exit 255
    fi
    if [ -e "$here/lose" ]; then
      rm "$here/lose"
      sh -c "$command" >/dev/null
      exit 255
    fi
    if [ -e "$here/sent" ]; then
      limit=$(cat "$here/cut" 2>/dev/null || echo 9999999999)
      sh -c "$command" | head -c "$limit" >"$here/answer"
      size=$(wc -c <"$here/answer")
      echo "$size" >>"$here/sent"
      cat "$here/answer"
      [ "$size" = "$limit" ] || exit 0
      [ ! -e "$here/then" ] || sh "$here/then" && rm -f "$here/then"
      exit 255
    fi
    exec sh -c "$command"

    """

  var transport: Transport {
    .ssh("far", control: nil, program: place.at("ssh"))
  }

  func tell(_ name: String) throws { try place.write(name, "") }

  func forget(_ name: String) throws { try Files.remove(place.at(name)) }

  /// How many bytes came from there since it was told to count them.
  var sent: Int {
    ((try? place.text("sent")) ?? "").split(separator: "\n").reduce(0) { $0 + (Int($1) ?? 0) }
  }

  /// How many commands were run there.
  var commands: Int {
    ((try? place.text("commands")) ?? "").split(separator: "\n").count
  }
}
