import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What records say of what jobs took.
@Suite struct JobUsageTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  /// What shells print, and the seconds that it is.
  private static let times: [(text: String, seconds: Double?)] = [
    ("0m0.000000s 0m0.010000s\n1m1.500000s 0m0.250000s", 61.76),
    ("0m0.001s 0m0.000s\n0m2,500s 0m0,001s", 2.502),
    (" 0m0.00s  0m0.00s\n 2m0.00s  0m0.50s", 120.5),
    ("", nil), ("0m1.5s", nil), ("0m 0m", nil), ("1.5s 2.5s", nil), ("-1m1s 0m1s", nil),
    ("0m-1s 0m1s", nil), ("0mnans 0m1s", nil), ("cpu -5\npeak -1", nil), ("cpu 1500000", 1.5),
  ]

  @Test(arguments: times)
  func `an exit record says how much processor time the job took`(
    text: String, seconds: Double?
  ) throws {
    try place.write("exit.0", "exit 0\n\(text)\nend\n")
    guard case .complete(let exit, _) = AttemptEvidence(directory: place.path).exit() else {
      throw TestFailure("no exit record")
    }
    #expect(exit.code == 0)
    #expect(exit.usage.peakMemory == nil)
    guard let seconds, let said = exit.usage.cpuSeconds else {
      #expect(exit.usage.cpuSeconds == seconds)
      return
    }
    #expect(abs(said - seconds) < 1e-9)
  }

  private func run(
    _ shell: String, _ job: String, _ environment: [String] = []
  ) throws -> (record: String, usage: JobUsage) {
    let wrapper = try Wrapper.install(in: place.at("run"))
    try Directories.ensure(place.at("attempt"))
    _ = try Spawn.output(
      of: ["/usr/bin/env"] + environment + [shell, wrapper, place.at("attempt"), "sh", "-c", job])
    guard case .complete(let exit, _) = AttemptEvidence(directory: place.at("attempt")).exit()
    else { throw TestFailure("no exit record") }
    return (try place.text("attempt/exit.0"), exit.usage)
  }

  private static let work = "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done"

  @Test(arguments: ["sh", "bash"])
  func `the wrapper records what the job took, and its children as well`(shell: String) throws {
    let seconds = try #require(try run(shell, "sh -c '\(Self.work)'; true").usage.cpuSeconds)
    #expect(seconds > 0.02)
    #expect(seconds < 30)
  }

  @Test func `of a job that slept nearly nothing is recorded`() throws {
    #expect(try #require(try run("sh", "sleep 0.3").usage.cpuSeconds) < 0.2)
  }

  @Test(arguments: ["sh", "bash"])
  func `where a job has a group of its own, the group counts`(shell: String) throws {
    try place.write("group/cpu.stat", "usage_usec 1500000\nuser_usec 7\n")
    try place.write("group/memory.peak", "4096\n")
    let (record, usage) = try run(
      shell, "[ -z \"$CMS_GROUP\" ]", ["CMS_GROUP=\(place.at("group"))"])
    #expect(record == "exit 0\ncpu 1500000\npeak 4096\nend\n")
    #expect(usage == JobUsage(cpuSeconds: 1.5, peakMemory: 4096))
  }

  @Test func `a group of version 1 tells memory alone`() throws {
    try place.write("group/memory.max_usage_in_bytes", "8192\n")
    let (record, usage) = try run("sh", "exit 3", ["CMS_GROUP=\(place.at("group"))"])
    #expect(record == "exit 3\npeak 8192\nend\n")
    #expect(usage == JobUsage(peakMemory: 8192))
  }

  @Test func `where it should have one that is not there, nothing is known`() throws {
    let (record, usage) = try run("sh", "exit 3", ["CMS_GROUP=none"])
    #expect(record == "exit 3\nend\n")
    #expect(usage == JobUsage())
  }

  private static let groups: [(list: String, group: String)] = [
    (
      "0::/system.slice/slurmstepd.scope/job_12/step_batch/user/task_0\n",
      "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_12\n"
    ),
    (
      "1:name=systemd:/x\n0::/system.slice/n1_slurmstepd.scope/job_12/step_batch/user/task_0\n",
      "/sys/fs/cgroup/system.slice/n1_slurmstepd.scope/job_12\n"
    ),
    ("0::/system.slice/slurmstepd.scope/job_123/step_batch/user/task_0\n", ""),
    ("0::/user.slice/session-1.scope\n", ""), ("4:cpu:/slurm/uid_0/job_12/step_batch\n", ""),
    (
      "9:name=systemd:/\n4:memory:/slurm/uid_0/job_12/step_batch/task_0\n0::/\n",
      "/sys/fs/cgroup/memory/slurm/uid_0/job_12\n"
    ),
    (
      "0::/a/job_12/step_batch\n4:memory:/slurm/uid_0/job_12/step_batch/task_0\n",
      "/sys/fs/cgroup/a/job_12\n"
    ),
  ]

  @Test(arguments: groups)
  func `the group of a job of Slurm is found where it has one`(list: String, group: String) throws {
    let said = try Spawn.output(
      of: ["env", "SLURM_JOB_ID=12", "sh", "-c", BatchFiles.groupSearch], input: Array(list.utf8))
    #expect(String(decoding: said.output, as: UTF8.self) == group)
  }
}
