import CampaignStore
import TestSupport
import Testing

/// That a job has started is recorded with what comes next, a little later than it happens.
@Suite struct StartNewsTests {
  private func attempt(_ test: CommandTest) throws -> AttemptRecord? {
    // The runner may not have made its tables yet.
    guard let store = try? CampaignStore(test.place.at("w.db"), .readOnly) else { return nil }
    return try store.runs().first.flatMap { try store.latestAttempts(of: $0.id)["a"] }
  }

  private func study(_ exec: String) throws -> CommandTest {
    try CommandTest().file("w.yaml", "workflow: {nodes: {a: {exec: '\(exec)'}}}\n")
  }

  @Test func `a start is recorded although nothing else happens`() throws {
    let test = try study("until test -e go; do sleep 0.01; done")
    let runner = try test.start(["cms-cc", "run", "w.yaml"])
    #expect(try test.comesTrue { try attempt(test)?.state == .running })
    let found = try #require(try attempt(test))
    #expect(found.pid != nil && found.host != nil)
    #expect(try #require(found.started) >= found.submitted)
    try test.place.write("go", "")
    #expect(runner.wait() == 0)
  }

  @Test func `a job that ends before its start was recorded has both times`() throws {
    let test = try study("true")
    #expect(try test.run("cms-cc", "run", "w.yaml").code == 0)
    let found = try #require(try attempt(test))
    let (started, ended) = (try #require(found.started), try #require(found.ended))
    #expect(found.submitted <= started && started <= ended)
    #expect(found.pid != nil && found.seconds != nil && found.exitCode == 0)
  }

  @Test func `a runner that is killed before it recorded a start finds the job by its records`()
    throws
  {
    let test = try study("echo >> ran; until test -e go; do sleep 0.01; done")
    let runner = try test.variable("CMS_FAILPOINT", "afterSpawn:1")
      .start(["cms-cc", "run", "w.yaml"])
    #expect(runner.wait() == 137)
    #expect(try test.comesTrue { test.place.exists("ran") })
    #expect(try attempt(test)?.state == .submitted)
    try test.place.write("go", "")
    #expect(try test.run("cms-cc", "resume", "w.yaml").code == 0)
    #expect(try attempt(test)?.number == 1)
    #expect(try test.place.text("ran") == "\n")
  }
}
