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
      retry.output == "nobody runs it now, and its jobs go on: "
        + "the next cms-cc run or resume begins with this\n")
    #expect(retry.errors == "")
    #expect(retry.code == 0)
    _ = try test.run("cms-cc", "retry", "workflow.db", "train/n_[1-2]", "-q")
    _ = try test.run("cms-cc", "pause", "workflow.yaml")
    _ = try test.run("cms-cc", "unpause", "workflow.yaml")
    let open = try requests(test)
    #expect(open.map(\.action) == [.retry, .retry, .pause, .unpause])
    #expect(open.map(\.nodes) == [["train/n_2"], ["train/n_2"], nil, nil])
  }

  @Test func `as JSON it has exactly the promised keys`() throws {
    let test = try finished()
    let run = try test.run("cms-cc", "retry", "workflow.yaml", "train", "--json")
    let record = try #require(try requests(test).first)
    #expect(
      run.output == """
        {"version":1,"request":{"run":"\(record.run)","action":"retry","nodes":["train/n_2"],\
        "created":"\(record.created)","handled":null,"answer":null}}

        """)
    let nothing = try test.run("cms-cc", "cancel", "workflow.yaml", "--json")
    #expect(nothing.output == "{\"version\":1,\"request\":null}\n")
  }

  @Test(arguments: [
    (["cancel", "workflow.yaml"], "nothing to cancel: all has ended\n"),
    (["cancel", "workflow.yaml", "train/*", "a"], "nothing to cancel: all has ended\n"),
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
