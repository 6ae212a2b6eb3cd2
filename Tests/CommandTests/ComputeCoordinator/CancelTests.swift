import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// `cancel`, `retry`, `pause` and `unpause` of a run that goes on, and of one that is taken up.
@Suite struct CancelTests {
  @Test func `a job that is cancelled ends, what is behind it is skipped, others go on`() throws {
    let study = try HeldStudy()
    let runner = try study.start()
    let cancel = try study.test.run("cms-cc", "cancel", "workflow.yaml", "held")
    #expect(cancel.output == "1 node asked to end, 0 nodes will not start\n")
    #expect(cancel.code == 0)
    #expect(try study.test.comesTrue { try study.states()["held"] == "cancelled" })
    #expect(try study.states()["after"] == "skipped")
    #expect(try study.states()["beside"] == "running")
    try study.go()
    #expect(runner.wait() == 1)
    #expect(study.ran == ["beside", "held"])
    let attempt = try study.attempt(of: "held")
    #expect(attempt.isKilled)
    #expect(attempt.exitCode == 143)
    #expect(attempt.state == .cancelled)
    #expect(
      try study.test.place.text(
        Paths.relative(attempt.directory, to: study.test.place.path) + "/exit.0"
      ).hasPrefix("exit 143\n"))
    try study.expectNothingLeft()
  }

  @Test func `without names all of the run is cancelled`() throws {
    let study = try HeldStudy()
    let runner = try study.start()
    let cancel = try study.test.run("cms-cc", "cancel", "workflow.db", "--json")
    #expect(
      cancel.output.contains(
        "\"answer\":\"2 nodes asked to end, 1 node will not start\"}}\n"))
    #expect(cancel.output.contains("\"nodes\":null"))
    #expect(runner.wait() == 1)
    #expect(
      try study.states() == ["held": "cancelled", "after": "cancelled", "beside": "cancelled"])
    #expect(study.ran == ["held"])
    try study.expectNothingLeft()
  }

  @Test func `a job that saves its work when it is asked to end is done`() throws {
    let study = try HeldStudy(
      "trap \"echo saved >> ran.txt; exit 0\" TERM; while :; do sleep 0.01; done")
    let runner = try study.start()
    _ = try study.test.run("cms-cc", "cancel", "workflow.yaml", "held")
    try study.go()
    #expect(runner.wait() == 0)
    #expect(try study.states()["held"] == "done")
    #expect(study.ran == ["after", "beside", "held", "saved"])
  }

  @Test func `what was asked for while nobody ran it is done when it is taken up`() throws {
    let study = try HeldStudy()
    let runner = try study.start()
    runner.send(SIGKILL)
    _ = runner.wait()
    let cancel = try study.test.run("cms-cc", "cancel", "workflow.yaml")
    #expect(
      cancel.output == "nobody runs it now, and its jobs go on: "
        + "the next cms-cc run or resume begins with this\n")
    #expect(try study.test.run("cms-cc", "resume", "workflow.yaml").code == 1)
    #expect(
      try study.states() == ["held": "cancelled", "after": "cancelled", "beside": "cancelled"])
    #expect(try study.openRequests() == [])
    #expect(study.ran == ["held"])
    try study.expectNothingLeft()
  }

  @Test func `what failed runs again while the run goes on, and what was skipped after it`() throws
  {
    let study = try HeldStudy("test -e again")
    let runner = try study.test.start(["cms-cc", "run", "workflow.yaml", "-j", "4"])
    #expect(try study.test.comesTrue { (try? study.states())?["held"] == "failed" })
    try study.test.place.write("again", "")
    let none = try study.test.run("cms-cc", "retry", "workflow.yaml", "--cause", "oom")
    #expect(none.output == "nothing to retry\n")
    let retry = try study.test.run("cms-cc", "retry", "workflow.yaml", "--cause", "exit")
    #expect(retry.output == "1 node to run again\n")
    try study.go()
    #expect(runner.wait() == 0)
    #expect(study.ran == ["after", "beside", "held", "held"])
    #expect(try study.attempt(of: "held").number == 2)
  }

  @Test func `paused, a run starts nothing more until it is told to go on`() throws {
    let study = try HeldStudy()
    let runner = try study.start()
    let pause = try study.test.run("cms-cc", "pause", "workflow.yaml")
    #expect(pause.output == "nothing more starts; 2 nodes still running\n")
    try study.go()
    #expect(
      try study.test.comesTrue {
        try study.states()["held"] == "done" && study.states()["beside"] == "done"
      })
    // It has had its chance: the end of `held` and what follows from it are one step.
    #expect(study.ran == ["beside", "held"])
    let unpause = try study.test.run("cms-cc", "unpause", "workflow.yaml")
    #expect(unpause.output == "starting again\n")
    #expect(runner.wait() == 0)
    #expect(study.ran == ["after", "beside", "held"])
  }
}
