import CampaignStore
import HostIO
import TestSupport
import Testing

/// `doctor`, and what is said about a database that is damaged.
@Suite struct DoctorTests {
  private func finished() throws -> CommandTest {
    let test = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'true'}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    return test
  }

  @Test func `a sound run has no problems`() throws {
    let run = try finished().run("cms-cc", "doctor", "workflow.yaml")
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("ok       sh: /bin/sh\n"))
    #expect(run.output.contains("workflow.db' is sound\n"))
    #expect(run.output.contains("of workflow: done\n"))
    #expect(run.writtenBesidesDatabase == [])
  }

  @Test func `without a run it looks at the machine and says that nothing was run`() throws {
    let test = try CommandTest().file("w.yaml", "workflow: {nodes: {a: {exec: 'true'}}}\n")
    let run = try test.run("cms-cc", "doctor", "w.yaml")
    #expect(run.code == 0)
    #expect(run.output.contains("note     database: there is no '\(test.place.path)/w.db'"))
    #expect(run.written == [])
  }

  /// What is left of a file whose second half the disk lost.
  private func cut(_ test: CommandTest) throws {
    let bytes = try test.place.read("workflow.db")
    for name in try test.place.names() where name.hasPrefix("workflow.db-") {
      try Files.remove(test.place.at(name))
    }
    try Files.replace(test.place.at("workflow.db"), Array(bytes.prefix(bytes.count / 2)))
  }

  @Test(arguments: [["status"], ["run"], ["resume"], ["doctor"]])
  func `a truncated database is named with its backup, and nothing is lost`(
    command: [String]
  ) throws {
    let test = try finished()
    try cut(test)
    let run = try test.run(["cms-cc"] + command + ["workflow.yaml"])
    #expect(run.code == 4, "\(run.output)\(run.errors)")
    let printed = run.output + run.errors
    #expect(printed.contains("database '\(test.place.path)/workflow.db'"))
    #expect(printed.contains("\(test.place.path)/workflow.db.backup"))
    #expect(run.writtenBesidesDatabase == [])
    try Files.rename(test.place.at("workflow.db.backup"), to: test.place.at("workflow.db"))
    for name in try test.place.names() where name.hasPrefix("workflow.db-") {
      try Files.remove(test.place.at(name))
    }
    let status = try test.run("cms-cc", "status", "workflow.yaml")
    #expect(status.output.contains("  a  done"))
  }

  @Test func `a job that runs without its runner, and one that is gone, are told apart`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'touch a; until test -e go; do sleep 0.01; done'}
          b: {exec: 'touch b; kill -9 $PPID; kill -9 $$'}

      """)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "2"])
    #expect(try test.comesTrue { test.place.exists("a") })
    runner.send(9)
    _ = runner.wait()
    let doctor = try test.run("cms-cc", "doctor", "workflow.yaml")
    #expect(doctor.output.contains("its runner is gone\n         hint: cms-cc resume goes on"))
    #expect(doctor.output.contains("ok       job a: runs as process "))
    try test.place.write("go", "")
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "doctor", "workflow.yaml").output
          .contains("job a: has ended with exit code 0, which no runner has collected yet")
      })
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 1)
  }

  @Test func `jobs that wait are told by what they wait for`() throws {
    let waiting = (1...7).map { "    w\($0): {exec: 'true', cpus: 2, memory: 1MB}\n" }.joined()
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'until test -e go; do sleep 0.01; done'}
          again: {exec: 'test -e go', retries: {max: 1, on: [exit], delay: 1h}}

      """ + waiting)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "2"])
    #expect(
      try test.comesTrue {
        let status = try test.run("cms-cc", "status", "workflow.yaml").output
        return status.contains("  w7     waiting") && status.contains("  again  waiting")
      })
    let lines = try test.run("cms-cc", "doctor", "workflow.yaml").output.split(separator: "\n")
    let advice =
      "         hint: what runs now has to end first, or use less: cms-cc status "
      + "\(test.place.path)/workflow.db"
    #expect(
      lines.suffix(11).map(String.init)
        == [
          "ok       job a: runs as process \(try #require(pid(lines)))",
          "note     job again: waits: retry 1 of 1 in 1 h: exit 1",
          "note     job w1: waits for room: it asks for 2 processors, 1 MiB", advice,
          "note     job w2: waits for room: it asks for 2 processors, 1 MiB", advice,
          "note     job w3: waits for room: it asks for 2 processors, 1 MiB", advice,
          "note     job w4: waits for room: it asks for 2 processors, 1 MiB", advice,
          "note     jobs: 3 more wait for room or for a retry",
        ], "\(lines)")
    try test.place.write("go", "")
    _ = try test.run("cms-cc", "cancel", "workflow.yaml", "again")
    #expect(runner.wait() == 1)
  }

  private func pid(_ lines: [Substring]) -> Substring? {
    lines.first { $0.contains("job a: runs as process") }?.split(separator: " ").last
  }

  @Test func `a clock that was set back is noted`() throws {
    let test = try finished()
    let store = try CampaignStore(test.place.at("workflow.db"))
    try store.connection.execute("UPDATE events SET time = '2999-01-01T00:00:00.000000Z'")
    let doctor = try test.run("cms-cc", "doctor", "workflow.yaml")
    #expect(doctor.output.contains("its newest event is of 2999-01-01T00:00:00.000000Z"))
  }

  @Test func `findings as JSON have exactly the promised keys`() throws {
    let run = try finished().run("cms-cc", "doctor", "--json")
    #expect(run.output.hasPrefix(#"{"version":1,"findings":[{"severity":"fine","subject":"sh","#))
  }
}
