import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Jobs on this machine, as the backend starts, watches and judges them.
@Suite struct LocalBackendTests {
  private func ending(of command: [String]) throws -> (Ending, BackendBench) {
    let bench = try BackendBench()
    try bench.launch(command)
    return (try bench.ending(), bench)
  }

  @Test func `a job's start and end are reported with their times`() throws {
    let bench = try BackendBench()
    let before = WallClock.now()
    try bench.launch(["/bin/sh", "-c", "sleep 0.05; echo hello; exit 3"])
    let ending = try bench.ending()
    #expect(ending.evidence == .exitRecord(code: 3))
    #expect(bench.starts.count == 1)
    #expect(bench.starts.first?.host == Environment.hostName())
    let (started, ended) = (try #require(ending.started), try #require(ending.ended))
    // Times of files are coarser than the clock.
    #expect(started > before - 20_000_000)
    #expect(ended - started >= 40_000_000)
    #expect(try bench.place.text("attempt/log") == "hello\n")
  }

  @Test func `a job that leaves a child behind has ended when it has`() throws {
    let before = WallClock.monotonic()
    let (ending, bench) = try ending(of: ["/bin/sh", "-c", "sleep 300 & echo left"])
    #expect(ending.evidence == .exitRecord(code: 0))
    #expect(WallClock.monotonic() - before < 100_000_000_000)
    for start in bench.starts { ChildProcess.kill(group: start.pid) }
  }

  @Test func `a job that closes its output is judged by its exit code`() throws {
    let (ending, _) = try ending(of: ["/bin/sh", "-c", "exec >&- 2>&- <&-; sleep 0.05; exit 4"])
    #expect(ending.evidence == .exitRecord(code: 4))
  }

  @Test func `a hundred megabytes of output are all in the log`() throws {
    let (ending, bench) = try ending(of: ["/usr/bin/head", "-c", "100000000", "/dev/zero"])
    #expect(ending.evidence == .exitRecord(code: 0))
    #expect(Files.status(bench.place.at("attempt/log"))?.size == 100_000_000)
  }

  @Test func `a command that is not found is exit code 127, and the log says which`() throws {
    let (ending, bench) = try ending(of: ["no-such-command", "a"])
    #expect(ending.evidence == .exitRecord(code: 127))
    #expect(try bench.place.text("attempt/log").contains("no-such-command: not found"))
  }

  @Test func `a working directory that is not there is named, and nothing is started`() throws {
    let bench = try BackendBench()
    let nowhere = bench.place.at("nowhere")
    let failure = #expect(throws: LaunchFailure.self) {
      try bench.launch(["true"], in: nowhere)
    }
    guard case .notStarted(let error) = failure else {
      Issue.record("it was not refused before it was started")
      return
    }
    #expect(error.description == "cannot enter '\(nowhere)': No such file or directory")
    #expect(!bench.place.exists("attempt/start.0"))
  }

  @Test func `a job that takes its wrapper along leaves no evidence`() throws {
    let (ending, _) = try ending(of: ["/bin/sh", "-c", "kill -9 0"])
    #expect(ending.evidence == .none)
    #expect(ending.started != nil)
  }

  @Test func `an attempt that a resumer claimed is not run`() throws {
    let bench = try BackendBench()
    #expect(try AttemptEvidence(directory: bench.place.at("attempt")).claim())
    try bench.launch(["/usr/bin/touch", bench.place.at("ran")])
    let ending = try bench.ending()
    let attempt = bench.place.at("attempt")
    let reason = "the wrapper ended before it had written its start record in '\(attempt)'"
    #expect(ending.evidence == .notRun(reason: reason))
    #expect(!bench.place.exists("ran"))
  }

  @Test func `an intent without a start is claimed, and a late wrapper refuses`() throws {
    let bench = try BackendBench()
    #expect(try bench.recover() == "never started")
    #expect(try bench.recover() == "never started")
    try bench.launch(["/usr/bin/touch", bench.place.at("ran")])
    _ = try bench.ending()
    #expect(!bench.place.exists("ran"))
  }

  @Test func `a job that still runs is adopted, and its end is reported`() throws {
    let first = try BackendBench()
    let go = first.place.at("go")
    try first.launch(["/bin/sh", "-c", "until test -e '\(go)'; do sleep 0.01; done; exit 5"])
    while first.starts.isEmpty { try first.wait() }
    let second = try BackendBench(sharing: first.place)
    #expect(try second.recover() == "running")
    try first.place.write("go", "")
    #expect(try second.ending().evidence == .exitRecord(code: 5))
  }

  @Test func `a job that ended meanwhile is collected by its exit record`() throws {
    let (_, first) = try ending(of: ["/bin/sh", "-c", "exit 6"])
    let second = try BackendBench(sharing: first.place)
    #expect(try second.recover() == "ended exitRecord(code: 6)")
  }

  @Test func `a job that is gone without an exit record left no evidence`() throws {
    let (_, first) = try ending(of: ["/bin/sh", "-c", "kill -9 0"])
    let second = try BackendBench(sharing: first.place)
    #expect(try second.recover() == "ended none")
  }

  @Test func `a start record that was cut off never ran its job, unless the machine restarted`()
    throws
  {
    let bench = try BackendBench()
    try bench.place.write("attempt/start.0", "host a\npid 1\n")
    #expect(try bench.recover() == "never started")
    // A power cut may have taken the rest of the record, and the exit record with it.
    #expect(try bench.recover(boot: "an earlier boot") == "ended none")
  }
}
