import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// Jobs that run on processors of their own.
@Suite(.enabled(if: Environment.processorCount() > 1, "there is one processor only"))
struct PinTests {
  private static let whereItRuns = "grep Cpus_allowed_list /proc/self/status | cut -f 2"
  private let processors = Environment.processors()

  @Test func `pinned jobs beside each other have different processors, others have all`() throws {
    // Each waits for the others, so all run at once.
    let wait = "touch $CMS_NODE.on; until test -e a.on -a -e b.on -a -e c.on; do sleep 0.01; done"
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          a: {exec: '\(Self.whereItRuns); \(wait)', pin: true}
          b: {exec: '\(Self.whereItRuns); \(wait)', pin: true}
          c: {exec: 'echo $CMS_CPUS; \(Self.whereItRuns); \(wait)', cpus: 2}

      """)
    let run = try test.run("cms-cc", "run", "workflow.yaml", "-j", "4")
    #expect(run.code == 0, "\(run.errors)")
    let logs = try ["a", "b"].map { try test.place.text("\($0).log") }
    #expect(logs.sorted() == processors.prefix(2).map { "\($0)\n" }.sorted())
    let own = try test.run("sh", "-c", Self.whereItRuns).output
    #expect(try test.place.text("c.log") == "2\n\(own)")
  }

  @Test func `what a job runs on stays its own when the run is taken up again`() throws {
    let study = try HeldStudy()
    let test = study.test
    let job = "\(Self.whereItRuns); touch $CMS_NODE.on; until test -e go; do sleep 0.01; done"
    _ = try test.file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          held: {exec: '\(job)', pin: true}
          first: {exec: 'until test -e second; do sleep 0.01; done'}
          beside: {exec: '\(job)', pin: true, needs: [first]}
          after: {exec: '\(Self.whereItRuns)', pin: true, cpus: 1000, needs: [beside]}

      """)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "4"])
    #expect(
      try test.comesTrue {
        try test.place.exists("held.on") && study.states()["held"] == "running"
      })
    runner.send(SIGKILL)
    _ = runner.wait()
    let resumed = try test.start(["cms-cc", "resume", "workflow.yaml", "-j", "4"], output: "b.txt")
    try test.place.write("second", "")
    #expect(try test.comesTrue { test.place.exists("beside.on") })
    try test.place.write("go", "")
    #expect(resumed.wait() == 0, "\(resumed.printed)")
    let names = processors.map(String.init)
    #expect(try test.place.text("held.log") == names[0] + "\n")
    #expect(try test.place.text("beside.log") == names[1] + "\n")
    #expect(try study.attempt(of: "held").processors == names[0])
    #expect(try study.attempt(of: "beside").processors == names[1])
    #expect(try study.attempt(of: "first").processors == nil)
    let log = try test.place.text("after.log")
    #expect(try study.attempt(of: "after").processors.map { $0 + "\n" } == log)
  }
}
