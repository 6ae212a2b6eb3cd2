import Glibc
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Jobs that are told to end: nothing of them is left, and nothing else is touched.
@Suite struct EndingTests {
  /// Goes on for ever, whatever it is asked.
  private static let stubborn = "trap '' TERM; echo > ready; while :; do sleep 0.01; done"

  /// Starts a shell script and waits until it says that it is ready.
  private func started(_ script: String) throws -> BackendBench {
    let bench = try BackendBench()
    try bench.launch(["/bin/sh", "-c", script])
    try bench.wait(for: "ready")
    while bench.starts.isEmpty { try bench.wait() }
    return bench
  }

  private func expectNothingLeft(_ bench: BackendBench) { #expect(bench.processes.survivor == nil) }

  @Test func `a job that is asked to end does, and its record says so`() throws {
    let bench = try started("echo > ready; while :; do sleep 0.01; done")
    bench.terminate()
    #expect(try bench.ending().evidence == .exitRecord(code: 143))
    expectNothingLeft(bench)
  }

  @Test func `a job that saves its work when it is asked to end is judged by its exit code`() throws
  {
    let bench = try started(
      "trap 'echo > saved; exit 0' TERM; echo > ready; while :; do sleep 0.01; done")
    bench.terminate()
    #expect(try bench.ending().evidence == .exitRecord(code: 0))
    #expect(bench.place.exists("saved"))
  }

  @Test func `a job that does not end when it is asked is killed, and its record says so`() throws {
    let bench = try started(Self.stubborn)
    bench.terminate()
    #expect(bench.processes.survivor != nil)
    bench.kill()
    #expect(try bench.ending().evidence == .exitRecord(code: 137))
    expectNothingLeft(bench)
  }

  @Test(arguments: [
    "sleep 300 & sleep 300 & echo > ready; wait",
    // Children of children whose parents are gone.
    "(sh -c 'sleep 300 & sleep 300' &) ; echo > ready; sleep 300",
    "sh -c 'exec >&- 2>&- <&-; sleep 300' & echo > ready; wait",
    "env -i /bin/sleep 300 & echo > ready; wait",
    "echo > ready; kill -STOP $$; sleep 300",
  ])
  func `all children of a job end with it`(script: String) throws {
    let bench = try started(script)
    bench.terminate()
    #expect(try bench.ending().evidence == .exitRecord(code: 143))
    expectNothingLeft(bench)
  }

  @Test(arguments: [
    "trap '' TERM; sh -c 'while :; do sleep 0.01; done' & echo > ready; wait",
    "trap '' TERM; env -i /bin/sh -c 'while :; do sleep 0.01; done' & echo > ready; wait",
  ])
  func `children that do not end are killed with their job`(script: String) throws {
    let bench = try started(script)
    bench.terminate()
    bench.kill()
    #expect(try bench.ending().evidence == .exitRecord(code: 137))
    expectNothingLeft(bench)
  }

  @Test func `groups that a job's shell makes for itself end too`() throws {
    let bench = try BackendBench()
    let script = "set -m; sleep 300 & sleep 300 & echo > ready; wait"
    try bench.launch(["/bin/bash", "-c", script])
    try bench.wait(for: "ready")
    bench.terminate()
    _ = try bench.ending()
    expectNothingLeft(bench)
  }

  @Test func `a daemon in a session of its own is asked to end as well`() throws {
    let bench = try started("setsid sh -c 'echo > ready; sleep 300'")
    bench.terminate()
    #expect(try bench.ending().evidence == .exitRecord(code: 143))
    expectNothingLeft(bench)
  }

  @Test func `a job has ended when the last daemon that it left is gone`() throws {
    let bench = try started("setsid sh -c \"\(Self.stubborn)\" & sleep 300")
    bench.terminate()
    let record = AttemptEvidence(directory: bench.place.at("attempt"))
    for _ in 0..<3000 {
      if case .complete = record.exit() { break }
      try bench.wait(upTo: 10)
    }
    // Its wrapper has recorded the end and is gone, and yet something runs.
    #expect(try !bench.wait(upTo: 50) || bench.processes.survivor != nil)
    #expect(!bench.hasEnded)
    bench.kill()
    #expect(try bench.ending().evidence == .exitRecord(code: 143))
    expectNothingLeft(bench)
  }

  @Test func `an adopted job is ended like one's own`() throws {
    let first = try started(Self.stubborn)
    let second = try BackendBench(sharing: first.place)
    #expect(try second.recover(isEnding: true) == "running")
    second.terminate()
    second.kill()
    #expect(try second.ending().evidence == .exitRecord(code: 137))
    expectNothingLeft(second)
  }

  @Test func `a job whose wrapper is dead is found by its token and ended`() throws {
    let bench = try started(Self.stubborn)
    let wrapper = try #require(bench.starts.first).pid
    Glibc.kill(wrapper, SIGKILL)
    let second = try BackendBench(sharing: bench.place)
    for _ in 0..<3000 where Files.status("/proc/\(wrapper)") != nil { try bench.wait(upTo: 10) }
    #expect(try second.recover(isEnding: true) == "running")
    second.terminate()
    #expect(second.processes.survivor != nil)
    second.kill()
    #expect(try second.ending().evidence == .none)
    expectNothingLeft(second)
  }

  @Test func `what the last runner began to end is followed until nothing is left`() throws {
    let bench = try started("setsid sh -c \"\(Self.stubborn)\" & true")
    #expect(try bench.ending().evidence == .exitRecord(code: 0))
    let second = try BackendBench(sharing: bench.place)
    #expect(try second.recover(isEnding: true) == "running")
    second.kill()
    #expect(try second.ending().evidence == .exitRecord(code: 0))
    expectNothingLeft(second)
  }

  @Test func `another process that has got the number of the wrapper is left alone`() throws {
    let bench = try started("echo > ready; while :; do sleep 0.01; done")
    let stranger = try #require(bench.starts.first).pid
    let earlier = JobProcesses(
      token: "CMS_ATTEMPT=none",
      leader: ProcessIdentity(
        pid: stranger, startTime: "1", bootID: ProcessIdentity.currentBoot()))
    JobProcesses.terminate([earlier])
    JobProcesses.kill([earlier])
    #expect(earlier.survivor == nil)
    let stat = try Files.read("/proc/\(stranger)/stat")
    #expect(!stat.isEmpty)
    try bench.place.write("done", "")
    #expect(!bench.hasEnded)
    bench.kill()
    #expect(try bench.ending().evidence == .exitRecord(code: 137))
  }

  @Test func `a user's shell that shows a job's token is no part of the job`() throws {
    let bench = try BackendBench()
    let other = try BackendBench()
    // It has one child with the token of the first one's job, as when somebody tries it by hand.
    try other.launch([
      "/bin/sh", "-c",
      "CMS_ATTEMPT='\(bench.token)' exec /bin/sh -c 'echo > ready; sleep 300' & wait; "
        + "echo > went-on; sleep 300",
    ])
    try other.wait(for: "ready")
    #expect(bench.processes.survivor != nil)
    JobProcesses.kill([bench.processes])
    try other.wait(for: "went-on")
    other.kill()
    _ = try other.ending()
  }

  @Test func `asked to end before it began, a job never begins`() throws {
    let bench = try BackendBench()
    let early = Wrapper.text.replacing("set -f", with: "kill -TERM $$\nset -f")
    try bench.place.write("run/wrapper.sh", early)
    try bench.launch(["/usr/bin/touch", bench.place.at("ran")])
    #expect(try bench.ending().evidence == .exitRecord(code: 143))
    #expect(!bench.place.exists("ran"))
  }

  @Test func `a job whose working directory is removed is judged by its exit code`() throws {
    let bench = try BackendBench()
    try Directories.ensure(bench.place.at("work"))
    try bench.launch(
      ["/bin/sh", "-c", "rm -r '\(bench.place.at("work"))'; exit 6"], in: bench.place.at("work"))
    #expect(try bench.ending().evidence == .exitRecord(code: 6))
  }

  @Test func `a record that cannot be read ends nothing`() throws {
    let bench = try BackendBench()
    try Directories.ensure(bench.place.at("attempt/exit.0"))
    try bench.launch(["true"])
    #expect(throws: SystemError.self) { try bench.ending() }
  }
}
