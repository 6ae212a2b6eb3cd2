import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Jobs on a host whose connection can be lost at any moment.
@Suite struct RemoteBackendTests {
  private let host: PretendedHost
  private let bench: RemoteBench

  init() throws {
    host = try PretendedHost()
    bench = try RemoteBench(host.transport, root: "~/ro ot")
  }

  /// A runner after the first one, which has only what stands on the disk.
  private func successor() throws -> RemoteBench {
    try RemoteBench(host.transport, root: "~/ro ot", in: bench.place)
  }

  private func there(_ name: String) -> String { "\(host.home)/ro ot/\(name)" }

  @Test func `a job runs, and its log, its records and its outputs are here when it has ended`()
    throws
  {
    try bench.place.write("data.txt", "in\n")
    let input = RemoteJob.Input(path: bench.place.at("data.txt"), name: "sha red/data.txt")
    try bench.launch(
      1, "pwd; cat ../../sha*/data.txt; echo 7 >'re sult.csv'; echo no >other; exit 3",
      inputs: [input], outputs: ["*.csv"])
    #expect(bench.backend.nextTurn != nil)
    try bench.turn(until: "1 exited 3")
    #expect(try bench.log(1) == "\(there("w k/1"))\nin\n")
    #expect(try bench.place.text("work/re sult.csv") == "7\n")
    #expect(try bench.place.names("work") == ["re sult.csv"])
    #expect(try bench.place.names("attempts/1") == ["exit.0", "facts.0", "log", "start.0"])
    #expect(bench.backend.nextTurn == nil)
  }

  @Test func `a hundred jobs take a few commands`() throws {
    for ticket in 1...100 { try bench.launch(ticket, "exit \(ticket % 3)") }
    try bench.turn { bench.said.count { $0.contains("exited") } == 100 }
    for ticket in 1...100 { #expect(bench.said.contains("\(ticket) exited \(ticket % 3)")) }
    #expect(host.commands < 50)
  }

  @Test func `a start whose answer was lost happens once`() throws {
    try bench.launch(1, "echo a")
    try bench.turn(until: "1 exited 0")
    try host.tell("lose")
    try bench.launch(2, "echo ran >>../ran")
    try bench.turn(until: "2 exited 0")
    #expect(bench.said.contains("open"))
    #expect(try String(decoding: Files.read(there("w k/ran")), as: UTF8.self) == "ran\n")
  }

  @Test func `only what nobody there can have heard of is given back, and does not run there`()
    throws
  {
    try bench.launch(1, "echo a")
    try bench.turn(until: "1 exited 0")
    try host.tell("down")
    try bench.launch(2, "exit 2")
    try bench.turn { bench.said.contains { $0.hasPrefix("closed: ") } }
    try bench.launch(3, "touch ../../ran")
    #expect(bench.backend.giveBack([1, 2, 3, 4]) == [3])
    try host.forget("down")
    try bench.turn(until: "2 exited 2")
    #expect(Files.status(there("ran")) == nil)
    #expect(bench.backend.nextTurn == nil)
  }

  @Test func `a start that was lost on the way is made again`() throws {
    try bench.launch(1, "echo a")
    try bench.turn(until: "1 exited 0")
    try host.tell("before")
    try bench.launch(2, "echo ran >>../ran")
    try bench.turn(until: "2 exited 0")
    #expect(try String(decoding: Files.read(there("w k/ran")), as: UTF8.self) == "ran\n")
  }

  @Test func `a host that cannot be reached is closed, and its job's end is found when it is back`()
    throws
  {
    try bench.launch(1, "until [ -e ../../go ]; do sleep 0.01; done; exit 4")
    try bench.turn(until: "1 started")
    try host.tell("down")
    let reason = "closed: ssh: connect to host far port 22: Connection refused"
    try bench.turn(until: reason)
    try Files.create(there("go"), [])
    try host.forget("down")
    try bench.turn(until: "1 exited 4")
    #expect(bench.said == ["1 started", reason, "open", "1 exited 4"])
  }

  @Test func `jobs for a host that is not there start when it is`() throws {
    try host.tell("down")
    try bench.launch(1, "exit 0")
    try bench.turn { !bench.said.isEmpty }
    try host.forget("down")
    try bench.turn(until: "1 exited 0")
  }

  @Test func `a job that has not begun is ended without a word to the host`() throws {
    try host.tell("down")
    try bench.launch(1, "exit 0")
    bench.backend.terminate([1])
    try bench.turn(until: "1 left nothing")
    #expect(host.commands == 0)
  }

  @Test func `a job that ignores being asked is killed`() throws {
    try bench.launch(1, "trap '' TERM; echo >../../up; sleep 300; sleep 300")
    try bench.turn { Files.status(there("up")) != nil }
    bench.backend.terminate([1])
    let before = host.commands
    try bench.turn { host.commands > before + 3 }
    #expect(bench.said == ["1 started"])
    bench.backend.kill([1])
    try bench.turn(until: "1 exited 137")
  }

  @Test func `a successor finds what runs, what ended, and what was never started`() throws {
    try bench.launch(1, "until [ -e ../../go ]; do sleep 0.01; done; exit 4")
    try bench.launch(2, "exit 5")
    try bench.turn(until: "2 exited 5")
    let next = try successor()
    let seen = next.submission(1, [], wasSeenRunning: true)
    #expect(try isUnknown(next.backend.recover(seen)))
    #expect(try isUnknown(next.backend.recover(next.submission(3, []))))
    guard case .ended(let ending) = try next.backend.recover(next.submission(2, [])) else {
      Issue.record("what was brought back is not known")
      return
    }
    #expect(ending.evidence == .exitRecord(code: 5))
    try next.turn(until: "1 started")
    try next.turn(until: "3 never started")
    try Files.create(there("go"), [])
    try next.turn(until: "1 exited 4")
  }

  private func isUnknown(_ recovery: Recovery) -> Bool {
    if case .unknown = recovery { true } else { false }
  }

  @Test func `what was not known to have started is claimed, unless the host restarted`() throws {
    try bench.launch(1, "exit 0")
    try bench.turn(until: "1 exited 0")
    try bench.place.write("run/hosts/far/boot", "an earlier boot\n")
    let next = try successor()
    _ = try next.backend.recover(next.submission(3, []))
    try next.turn(until: "3 left nothing")
    #expect(Files.status(there(".cms/r/n 3/1/start.0")) == nil)
  }

  @Test func `a job that was seen running and left no record is lost`() throws {
    _ = try bench.backend.recover(bench.submission(1, [], wasSeenRunning: true))
    try bench.turn(until: "1 left nothing")
  }

  @Test func `a job whose files are not there is not sent`() throws {
    let missing = bench.place.at("missing")
    let failure = #expect(throws: LaunchFailure.self) {
      try bench.launch(1, "exit 0", inputs: [RemoteJob.Input(path: missing, name: "x")])
    }
    guard case .notStarted(let error) = failure else {
      Issue.record("it was not refused before it was started")
      return
    }
    #expect(error.description == "cannot send '\(missing)': No such file or directory")
  }

  @Test func `files that are there already are not sent again`() throws {
    try bench.place.write("code/a.py", "1")
    try bench.place.write("code/sub/b.py", "2")
    let input = RemoteJob.Input(path: bench.place.at("code"), name: "code")
    try bench.launch(1, "cat ../../code/a.py ../../code/sub/b.py", inputs: [input])
    try bench.turn(until: "1 exited 0")
    try Files.remove(there("code/a.py"))
    try bench.place.write("code/sub/b.py", "3")
    try bench.launch(2, "ls ../../code; cat ../../code/sub/b.py", inputs: [input])
    try bench.turn(until: "2 exited 0")
    #expect(try bench.log(1) == "12")
    #expect(try bench.log(2) == "sub\n3")
  }

  @Test func `the environment is in no command line and for nobody else's eyes`() throws {
    let secret = "se cret'\n$(x)"
    let command = ["/bin/sh", "-c", "printf %s \"$KEY\""]
    try bench.backend.launch(bench.submission(1, command, environment: ["KEY": secret]))
    try bench.turn(until: "1 exited 0")
    #expect(try bench.log(1) == secret)
    #expect(try !host.place.text("commands").contains("cret"))
    let modes = try Spawn.output(
      of: ["stat", "-c", "%a", there(".cms/r/n 1/1"), there(".cms/r/n 1/1/job.sh")])
    #expect(String(decoding: modes.output, as: UTF8.self) == "700\n600\n")
  }
}
