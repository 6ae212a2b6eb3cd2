import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// The runner is killed while it ends jobs, does what it was asked for, or opens a group.
@Suite struct KillCrashTests {
  @Test(arguments: ["afterKillIntent", "afterSignal", "afterRequest"], [1, 2])
  func `a runner killed while it cancels is resumed, and each job has ended once`(
    place: String, time: Int
  ) throws {
    let study = try HeldStudy()
    // A request is one transition, two jobs that are ended are two.
    let count = place == "afterRequest" ? 1 : time
    let crashing = HeldStudy(
      study, with: study.test.variable("CMS_FAILPOINT", "\(place):\(count)"))
    let runner = try crashing.start()
    let cancel = try study.test.start(
      ["cms-cc", "cancel", "workflow.yaml"] + (time == 1 ? [] : ["held", "beside"]),
      output: "cancel.txt")
    #expect(runner.wait() == 128 + SIGKILL, "the failpoint was reached")
    #expect(cancel.wait() == 0)
    // The request was recorded with what follows from it.
    #expect(cancel.printed.hasPrefix("2 nodes asked to end, "), "\(cancel.printed)")
    #expect(try study.openRequests() == [])
    #expect(try study.test.run("cms-cc", "resume", "workflow.yaml").code == 1)
    let states = try study.states()
    #expect(states["held"] == "cancelled")
    #expect(states["beside"] == "cancelled")
    #expect(states["after"] == (time == 1 ? "cancelled" : "skipped"))
    #expect(try study.attempt(of: "held").number == 1)
    #expect(study.ran == ["held"])
    try study.expectNothingLeft()
  }

  @Test func `a job that is cancelled as it is to start never does, although its runner dies`()
    throws
  {
    let test = try CommandTest().file(
      "w.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'echo $PPID > wrapper; until test -e go; do sleep 0.01; done'}
          b: {exec: 'until test -e first; do sleep 0.01; done'}
          both: {exec: 'echo both >> ran.txt', cpus: 2}

      """)
    let runner = try test.variable("CMS_FAILPOINT", "afterIntent:3")
      .start(["cms-cc", "run", "w.yaml", "-j", "2"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "w.yaml").output.contains("2 running")
      })
    // While it waits to record an end it hears of two things: that there is room for the third job,
    // and that this is not wanted.
    let store = try CampaignStore(test.place.at("w.db"))
    let run = try #require(try store.runs().first).id
    try store.connection.transaction { () throws(StoreError) in
      try? test.place.write("first", "")
      _ = try? test.comesTrue { test.place.exists(".cms/\(run)/b/1/exit.0") }
      try store.connection.run(
        "INSERT INTO requests (run, action, nodes, created) VALUES (?, 'cancel', '[\"both\"]', '')",
        [.text(run)])
      try? test.place.write("go", "")
      _ = try? test.comesTrue { try hasEnded(test.place.text("wrapper")) }
      _ = try? WakeSocket.wake(test.place.at(".cms/\(run)/wake"))
    }
    #expect(runner.wait() == 128 + SIGKILL, "the failpoint was reached: \(runner.printed)")
    #expect(try test.run("cms-cc", "resume", "w.yaml").code == 1)
    #expect(!test.place.exists("ran.txt"))
    #expect(try test.run("cms-cc", "status", "w.yaml").output.contains("both  cancelled"))
  }

  /// Whether a process has ended, and perhaps nobody has taken that yet.
  private func hasEnded(_ pid: String) throws -> Bool {
    let number = pid.split(separator: "\n").first ?? ""
    guard let stat = try? Files.read("/proc/\(number)/stat") else { return true }
    return String(decoding: stat, as: UTF8.self).contains(") Z ")
  }

  /// Kills a runner at a place of its code, takes the run up again, and returns what ran.
  private func ran(killedAt place: String, _ nodes: String) throws -> String {
    let test = try CommandTest().file("workflow.yaml", "workflow:\n  nodes:\n\(nodes)")
    let killed = try test.variable("CMS_FAILPOINT", place)
      .run("cms-cc", "run", "workflow.yaml", "-j", "1")
    #expect(killed.code == 128 + SIGKILL, "the failpoint was reached: \(killed.errors)")
    let resumed = try test.run("cms-cc", "resume", "workflow.yaml", "-j", "1")
    #expect(resumed.code == 0, "\(resumed.errors)")
    return try test.place.text("ran.txt")
  }

  @Test(arguments: [1, 2, 3])
  func `a runner killed after a pass of a loop became known is resumed, and each has run once`(
    time: Int
  ) throws {
    let ran = try ran(
      killedAt: "afterExpansion:\(time)",
      """
          tune:
            exec: 'echo $CMS_PASS >> ran.txt; echo "# cloudmesh accuracy=0.$CMS_PASS"'
            repeat: {until: "metric('tune', 'accuracy', 'max') > 0.25", max: 5}
          end: {exec: 'echo end >> ran.txt', needs: [tune]}

      """)
    #expect(ran == "1\n2\n3\nend\n")
  }

  @Test(arguments: ["afterIntent:3", "afterSpawn:3", "beforeCollect:3", "afterExpansion:1"])
  func `a runner killed while it fans out over lines is resumed, and each has run once`(
    place: String
  ) throws {
    let ran = try ran(
      killedAt: place,
      """
          list: {exec: 'for seed in 1 2 3; do echo "{\\"seed\\": $seed}"; done'}
          work: {foreach: {from: list.output}, exec: 'echo {seed} >> ran.txt'}
          end: {exec: 'echo end >> ran.txt', needs: [work]}

      """)
    #expect(ran == "1\n2\n3\nend\n")
  }

  @Test(arguments: ["afterIntent:2", "afterSpawn:2", "beforeCollect:2"])
  func `a runner killed while it retries is resumed, and each attempt is made once`(
    place: String
  ) throws {
    let ran = try ran(
      killedAt: place,
      """
          a: {exec: 'echo a >> ran.txt; test $(wc -l < ran.txt) -ge 3', retries: {max: 2}}
          b: {exec: 'echo b >> ran.txt', needs: [a]}

      """)
    #expect(ran == "a\na\na\nb\n")
  }
}
