import Glibc
import HostIO
import TestSupport
import Testing

/// The runner is killed at any moment: what finished stays, what runs is adopted, nothing runs twice.
@Suite struct CrashTests {
  /// Each round kills the first runner, and most of them the second as well.
  @Test(arguments: 0..<24)
  func `a runner killed at a random moment is resumed and each job has run once`(
    round: Int
  ) throws {
    let study = try CrashStudy()
    var generator = SeededGenerator(seed: UInt64(round) &* 7919 &+ 17)
    for _ in 0...round % 3 {
      let runner = try study.start()
      usleep(UInt32.random(in: 0...260_000, using: &generator))
      runner.send(SIGKILL)
      _ = runner.wait()
    }
    let resumed = try study.resume()
    #expect(resumed.code == 0, "round \(round): \(resumed.errors)")
    #expect(study.ran == CrashStudy.jobs.sorted(), "round \(round)")
    let states = try study.states()
    #expect(Set(states.values) == ["done"], "round \(round): \(states)")
  }

  @Test(arguments: ["afterIntent", "afterSpawn", "beforeCollect"], [1, 2, 5, 10])
  func `a runner killed at a labelled transition is resumed and each job has run once`(
    place: String, time: Int
  ) throws {
    let study = try CrashStudy(seconds: "0.02")
    let killed = try study.test.variable("CMS_FAILPOINT", "\(place):\(time)")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(killed.code == 128 + SIGKILL, "the failpoint was reached")
    let resumed = try study.resume()
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(study.ran == CrashStudy.jobs.sorted())
  }

  @Test(arguments: [1, 3, 10])
  func `a wrapper that wakes up after the resumer was quicker does not run its job`(
    time: Int
  ) throws {
    let study = try CrashStudy(seconds: "0.02")
    // The wrapper is suspended as soon as it is spawned, and the runner killed.
    let killed = try study.test.variable("CMS_FAILPOINT", "afterSpawn:\(time)")
      .variable("CMS_FAILPOINT_STOP", "1").run("cms-cc", "run", "workflow.yaml")
    #expect(killed.code == 128 + SIGKILL)
    // A signal takes effect when its process is next scheduled.
    var wrappers: [Int32] = []
    _ = try study.test.comesTrue {
      wrappers = try Processes.suspended(below: study.test.place.path)
      return !wrappers.isEmpty
    }
    // Nobody else would wake it, and the runner rightly waits for as long as it takes.
    try #require(wrappers.count == 1)
    defer { for pid in wrappers { kill(pid, SIGCONT) } }
    let resuming = try study.test.start(["cms-cc", "resume", "workflow.yaml"])
    #expect(try study.test.comesTrue { try study.owner() == resuming.pid })
    // Either the resumer makes the start record, or it adopts a wrapper that has made it.
    for pid in wrappers { kill(pid, SIGCONT) }
    #expect(resuming.wait() == 0)
    let place = study.test.place.path
    #expect(try study.test.comesTrue { try Processes.all(below: place).isEmpty })
    #expect(study.ran == CrashStudy.jobs.sorted())
  }

  @Test func `jobs outlive their runner and are adopted while they run`() throws {
    let study = try CrashStudy(held: ())
    let runner = try study.start()
    #expect(try study.test.comesTrue { (try? study.states())?["prepare"] == "running" })
    runner.send(SIGKILL)
    _ = runner.wait()
    #expect(study.ran.isEmpty)
    let status = try study.test.run("cms-cc", "status", "workflow.yaml")
    #expect(status.output.contains("interrupted"))
    #expect(status.output.contains("prepare  running"))
    let resuming = try study.test.start(["cms-cc", "resume", "workflow.yaml"], output: "again.txt")
    #expect(try study.test.comesTrue { resuming.printed.contains("0 of 10 done, 1 running") })
    try study.test.place.write("go", "")
    #expect(resuming.wait() == 0)
    #expect(study.ran == CrashStudy.jobs.sorted())
  }

  @Test func `an interrupted runner leaves its jobs alone and says how to go on`() throws {
    let study = try CrashStudy(held: ())
    let runner = try study.start()
    #expect(try study.test.comesTrue { study.test.place.exists("began") })
    runner.send(SIGINT)
    #expect(runner.wait() == 130)
    try study.test.place.write("go", "")
    #expect(runner.printed.contains("running jobs go on by themselves"))
    #expect(try study.resume().code == 0)
    #expect(study.ran == CrashStudy.jobs.sorted())
  }

  @Test func `a second runner is refused while the first one lives`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      "workflow: {nodes: {a: {exec: 'echo a >> ran.txt; until test -e go; do sleep 0.01; done'}}}\n"
    )
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    #expect(try test.comesTrue { test.place.exists("ran.txt") })
    let second = try test.run("cms-cc", "resume", "workflow.yaml")
    #expect(second.code == 4)
    #expect(second.errors.contains("is already being run, by process \(runner.pid)"))
    let third = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(third.code == 4)
    try test.place.write("go", "")
    #expect(runner.wait() == 0)
    #expect(try test.place.text("ran.txt") == "a\n")
  }

  @Test func `a job that is killed leaves no exit record and is lost, not done`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          victim: {exec: 'kill -9 0'}
          after: {exec: 'echo ran > "$CMS_DIRECTORY/after.txt"'}
        dependencies: ["victim, after"]

      """)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(run.errors.contains("lost  victim  it is gone and left no exit record"))
    #expect(!test.place.exists("after.txt"))
  }
}

/// Processes of jobs, found by what they carry in their environment.
enum Processes {
  /// Returns those that are suspended and belong to a run below a directory.
  static func suspended(below directory: String) throws -> [Int32] {
    try all(below: directory).filter { pid in
      guard let status = try? Files.read("/proc/\(pid)/status") else { return false }
      return String(decoding: status, as: UTF8.self).contains("State:\tT")
    }
  }

  /// Returns all that belong to a run below a directory and have not ended.
  static func all(below directory: String) throws -> [Int32] {
    let wanted = Array("CMS_DIRECTORY=\(directory)".utf8)
    // A process that has ended and is not waited for yet has an empty environment.
    return try Directories.names(in: "/proc").compactMap { Int32($0) }.filter { pid in
      let environment = (try? Files.read("/proc/\(pid)/environ")) ?? []
      return environment.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
  }
}
