import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// `cancel`, `retry`, `pause` and `unpause` where nobody performs them, or does not yet.
@Suite struct RequestTests {
  /// A run that is over: `a` is done, one member of `train` failed, `end` was skipped.
  private func finished() throws -> CommandTest {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes: {a: {exec: 'true'}, train: {experiments: sweep.yaml}, end: {}}
          dependencies: ["a, train, end"]

        """
      )
      .file("sweep.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "test {n} = 1\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    return test
  }

  private func requests(_ test: CommandTest) throws -> [RequestRecord] {
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    return try store.openRequests(of: #require(store.runs().first).id)
  }

  @Test func `without an owner a request is kept, and that is said`() throws {
    let test = try finished()
    let retry = try test.run("cms-cc", "retry", "workflow.yaml")
    #expect(
      retry.output == "nobody runs it now: "
        + "the next cms-cc run or resume begins with this\n")
    #expect(retry.errors == "")
    #expect(retry.code == 0)
    let again = try test.run("cms-cc", "retry", "workflow.db", "train/n_[1-2]")
    #expect(again.output == "nothing to retry\n")
    _ = try test.run("cms-cc", "pause", "workflow.yaml")
    _ = try test.run("cms-cc", "unpause", "workflow.yaml")
    let open = try requests(test)
    #expect(open.map(\.action) == [.retry, .pause, .unpause])
    #expect(open.map(\.nodes) == [["train/n_2"], nil, nil])
  }

  @Test func `what waits for a runner counts: a cancel can be taken back, a retry be cancelled`()
    throws
  {
    // Nobody runs it: what has not begun is there after a runner that was told to stop.
    let study = try HeldStudy()
    let runner = try study.start()
    runner.send(SIGTERM)
    #expect(runner.wait() == 130)
    let cancel = try study.test.run("cms-cc", "cancel", "workflow.yaml", "after")
    #expect(cancel.output.hasPrefix("nobody runs it now"))
    let again = try study.test.run("cms-cc", "cancel", "workflow.yaml", "after")
    #expect(again.output == "nothing to cancel: all has ended, or was asked to\n")
    let retry = try study.test.run("cms-cc", "retry", "workflow.yaml")
    #expect(retry.output.hasPrefix("nobody runs it now"))
    #expect(try study.openRequests().map(\.nodes) == [["after"], ["after"]])
    try study.go()
    #expect(try study.test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(study.ran == ["after", "beside", "held"])
    let answers = try study.answers()
    #expect(answers == ["0 nodes asked to end, 1 node will not start", "1 node to run again"])
  }

  @Test func `a retry of what is still ending happens although its runner dies before`() throws {
    // The first attempt ends badly when it may, the second well.
    let study = try HeldStudy(
      #"trap "" TERM; until test -e go; do sleep 0.01; done; test $(grep -c held ran.txt) = 2"#)
    let runner = try study.start()
    let cancel = try study.test.run("cms-cc", "cancel", "workflow.yaml", "held")
    #expect(cancel.output == "1 node asked to end, 0 nodes will not start\n")
    let retry = try study.test.run("cms-cc", "retry", "workflow.yaml")
    #expect(retry.output == "1 node to run again\n")
    let again = try study.test.run("cms-cc", "retry", "workflow.yaml")
    #expect(again.output == "nothing to retry\n")
    let status = try study.test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("being cancelled, then run again\n"), "\(status)")
    runner.send(SIGKILL)
    _ = runner.wait()
    try study.go()
    let resumed = try study.test.run("cms-cc", "resume", "workflow.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(study.ran == ["after", "beside", "held", "held"])
  }

  @Test func `a group that failed by itself can be tried again`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          list: {exec: 'echo nothing'}
          each: {foreach: {from: list.output}, exec: 'echo {n} >> ran.txt'}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    let retry = try test.run("cms-cc", "retry", "workflow.yaml", "each")
    #expect(retry.output.hasPrefix("nobody runs it now"))
    #expect(try requests(test).map(\.nodes) == [["each"]])
    // Its list is mended by hand.
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    let run = try #require(store.runs().first).id
    let list = try #require(store.latestAttempts(of: run)["list"])
    try Files.replace(Paths.join(list.directory, "log"), Array("{\"n\": 7}\n".utf8))
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(try test.place.text("ran.txt") == "7\n")
  }

  @Test func `what was given up after a failure goes on when nobody asks for that any more`() throws
  {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'echo a >> ran.txt; exit 1'}
          behind: {exec: 'echo behind >> ran.txt', needs: [a]}
          b: {exec: 'echo b >> ran.txt', needs: [start]}
          never: {exec: 'echo never >> ran.txt', when: '1 = 2'}
          each: {foreach: {n: [1, 2]}, exec: 'echo each{n} >> ran.txt', needs: [b]}
          start: {exec: 'until grep -q a ran.txt; do sleep 0.01; done; sleep 0.05'}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j2", "--fail-fast").code == 1)
    #expect(try test.place.text("ran.txt") == "a\n")
    let same = try test.run("cms-cc", "resume", "workflow.yaml", "--fail-fast")
    #expect(same.output == "nothing was left to run\n")
    #expect(try test.run("cms-cc", "resume", "workflow.yaml", "-j1").code == 1)
    #expect(try test.place.text("ran.txt") == "a\nb\neach1\neach2\n")
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("  behind  skipped  'a' failed\n"))
    #expect(status.contains("  4 done, 1 failed, 2 skipped\n"))
  }

  @Test func `as JSON it has exactly the promised keys`() throws {
    let test = try finished()
    let nothing = try test.run("cms-cc", "cancel", "workflow.yaml", "--json")
    #expect(nothing.output == "{\"version\":1,\"request\":null}\n")
    let run = try test.run("cms-cc", "retry", "workflow.yaml", "train", "--json")
    let record = try #require(try requests(test).first)
    #expect(
      run.output == """
        {"version":1,"request":{"run":"\(record.run)","action":"retry","nodes":["train/n_2"],\
        "created":"\(record.created)","handled":null,"answer":null}}

        """)
  }

  @Test(arguments: [
    (["cancel", "workflow.yaml"], "nothing to cancel: all has ended, or was asked to\n"),
    (
      ["cancel", "workflow.yaml", "train/*", "a"],
      "nothing to cancel: all has ended, or was asked to\n"
    ),
    (["retry", "workflow.yaml", "a"], "nothing to retry\n"),
    (["retry", "workflow.yaml", "--cause", "oom,timeout"], "nothing to retry\n"),
  ])
  func `where there is nothing to do, nothing is asked for`(
    arguments: [String], output: String
  ) throws {
    let test = try finished()
    let run = try test.run(["cms-cc"] + arguments)
    #expect(run.output == output)
    #expect(run.code == 0)
    #expect(try requests(test) == [])
  }

  @Test func `a name that no node has is reported with the nearest`() throws {
    let run = try finished().run("cms-cc", "cancel", "workflow.yaml", "tran")
    #expect(
      run.errors == """
        error: no node matches 'tran' [CC101]
        hint: did you mean 'train'?

        """)
    #expect(run.code == 2)
  }

  @Test func `a cause that there is not is reported with the nearest`() throws {
    let run = try finished().run("cms-cc", "retry", "workflow.yaml", "--cause", "timout")
    #expect(
      run.errors.hasPrefix(
        """
        error: --cause is 'timout', expected exit, signal, timeout, oom, node_fail, preempted, \
        lost, launch, success
        usage: cms-cc retry [OPTIONS] FILE [NODE...]
        hint: did you mean 'timeout'?

        """))
    #expect(run.code == 64)
  }

  @Test func `before the first run there is nothing to ask`() throws {
    let run = try CommandTest().file("workflow.yaml", "workflow: {nodes: {a: {}}}\n")
      .run("cms-cc", "cancel", "workflow.yaml")
    #expect(run.errors.contains("so nothing was run yet [EE302]"))
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `who waits for an answer is told when the owner dies`() throws {
    let study = try HeldStudy()
    let test = study.test
    // Its jobs are recorded as running, so it has nothing more to write.
    let runner = try study.start()
    // Stopped, it answers nothing and yet lives.
    runner.send(SIGSTOP)
    let hasty = try test.run("cms-cc", "pause", "workflow.yaml", "--no-wait")
    #expect(hasty.output == "asked for\n")
    let patient = try test.start(["cms-cc", "cancel", "workflow.yaml"], output: "patient.txt")
    #expect(try test.comesTrue { try requests(test).count == 2 })
    runner.send(SIGKILL)
    _ = runner.wait()
    #expect(patient.wait() == 0)
    #expect(
      patient.printed == "nobody runs it now, and its jobs go on: "
        + "the next cms-cc run or resume begins with this\n")
    #expect(try requests(test).map(\.nodes) == [nil, nil])
    try study.go()
    try study.expectNothingLeft()
  }
}
