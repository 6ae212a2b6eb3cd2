import TestSupport
import Testing

@testable import HostIO

/// Where the kernel counts what it killed for want of memory.
@Suite struct MemoryKillsTests {
  private static let groups: [(text: String, paths: [String])] = [
    ("0::/\n", ["/sys/fs/cgroup/memory.events"]),
    (
      "0::/user.slice/a b:c\n",
      ["/sys/fs/cgroup/user.slice/a b:c/memory.events", "/sys/fs/cgroup/memory.events"]
    ),
    (
      "5:cpu,cpuacct:/x\n4:memory:/job/1\n0::/y\n",
      [
        "/sys/fs/cgroup/memory/job/1/memory.oom_control",
        "/sys/fs/cgroup/memory/memory.oom_control",
        "/sys/fs/cgroup/y/memory.events", "/sys/fs/cgroup/memory.events",
      ]
    ),
    ("", []), ("nonsense\n1:name=systemd:/\n", []),
  ]

  @Test(arguments: groups)
  func `the count is looked for in our own group first, and in the machine's last`(
    text: String, paths: [String]
  ) {
    #expect(MemoryKills.paths(ofGroups: text) == paths + ["/proc/vmstat"])
  }

  @Test(arguments: [
    ("low 0\noom 2\noom_kill 17\noom_group_kill 1\n", 17), ("oom_kill 0", 0),
    ("oom_kill_disable 0\nunder_oom 0\n", nil), ("oom_kill x\n", nil), ("", nil),
  ])
  func `the count is that of its line`(text: String, count: Int?) throws {
    let place = try TemporaryDirectory()
    try place.write("events", text)
    #expect(MemoryKills(countedIn: place.at("events"))?.count() == count)
  }

  @Test func `the count is read anew each time`() throws {
    let place = try TemporaryDirectory()
    try place.write("events", "oom_kill 1\n")
    let kills = try #require(MemoryKills(countedIn: place.at("events")))
    #expect(kills.count() == 1)
    let events = place.at("events")
    _ = try Spawn.output(of: ["/bin/sh", "-c", "echo oom_kill 2 > '\(events)'"])
    #expect(kills.count() == 2)
  }

  @Test func `this machine counts`() throws {
    #expect(try #require(MemoryKills()?.count()) >= 0)
    #expect(MemoryKills(countedIn: "/no/such/file") == nil)
  }
}
