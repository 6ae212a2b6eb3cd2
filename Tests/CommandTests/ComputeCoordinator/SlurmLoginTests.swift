import HostIO
import TestSupport
import Testing

/// What a login node that ssh reaches may do to the jobs of its Slurm.
@Suite(
  .enabled(
    if: SSHHosts.haveWalls && SlurmCluster.isInstalled, "hosts have no walls here, or no Slurm"))
struct SlurmLoginTests {
  private static let description = """
    hosts:
      site:
        kind: slurm
        ssh: login
        interval: 300ms
        latency: 3s
        directives: {default: {export: "HOME,PATH"}}

    """
  /// Appends a line to a file of the home there, and waits for another one.
  private static let held = "echo ran >> ~/ran; until test -e ~/go; do sleep 0.05; done"

  private let hosts: SSHHosts
  private let test: CommandTest

  init() throws { try self.init(SSHHosts("login", "--slurm", "--disk", "16M")) }

  private init(_ hosts: SSHHosts) throws {
    self.hosts = hosts
    let cluster = try SlurmCluster(on: "login", of: hosts)
    test = try CommandTest().reaching(hosts).keeping(cluster).file("hosts.yaml", Self.description)
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            a: {exec: '\(Self.held)', host: site}
            b: {exec: 'echo b >> ~/ran', host: site, needs: [a]}

        """)
  }

  /// What jobs wrote there.
  private func ran() throws -> String {
    try hosts.enter("login", "sh", "-c", "cat ~/ran 2>/dev/null || true")
  }

  private func go() throws { _ = try hosts.enter("login", "sh", "-c", "touch ~/go") }

  private func start(_ words: String...) throws -> StartedCommand {
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"] + words)
    let isThere = try test.comesTrue { try ran() == "ran\n" }
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(isThere, "\(status)\(runner.printed)")
    return runner
  }

  private func expectDone(_ options: String...) throws {
    let rows = try test.run(
      "sqlite3", test.place.exists("out/workflow.db") ? "out/workflow.db" : "workflow.db",
      "SELECT node, attempt, state, exit_code FROM results ORDER BY node")
    let causes = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(rows.output == "a|1|done|0\nb|1|done|0\n", "\(causes)")
    #expect(try ran() == "ran\nb\n")
  }

  @Test func `a login node whose clock is an hour off changes no result and no time`() throws {
    // The clock of the nodes is another one: what pretends it stays with the login node (`export`).
    try Self(SSHHosts("login", "--slurm", "--skew", "3600")).checkTimes()
  }

  private func checkTimes() throws {
    let begin = WallClock.text(WallClock.now() - 2_000_000_000)
    let runner = try start()
    try go()
    #expect(runner.wait() == 0, "\(runner.printed)")
    try expectDone()
    let end = WallClock.text(WallClock.now() + 2_000_000_000)
    let times = try test.run(
      "sqlite3", "workflow.db",
      "SELECT started FROM attempts UNION ALL SELECT ended FROM attempts ORDER BY 1"
    ).output.split(separator: "\n").map(String.init)
    #expect(times.count == 4)
    #expect(times.allSatisfy { $0 > begin && $0 < end }, "\(begin) \(times) \(end)")
  }

  @Test func `a login node that ends all processes of its users loses no job`() throws {
    let runner = try start()
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  running")
      })
    runner.send(9)
    _ = runner.wait()
    // All but the daemons, and what they run, in other words what belongs to a session of ssh.
    let reaped = try hosts.enter(
      "login", "bash", "-c",
      """
      for file in /proc/[0-9]*/environ; do
        pid=${file#/proc/} pid=${pid%/environ}
        [[ $pid != "$$" && $pid != "$PPID" ]] || continue
        variables=$(tr '\\0' '\\n' <"$file" 2>/dev/null)
        # A job finds the variables of its submitter; that it is one of Slurm spares it.
        [[ $variables == *SSH_CONNECTION=* && $variables != *SLURM_JOB_ID=* ]] || continue
        echo "$(<"/proc/$pid/comm")"
        kill -9 "$pid"
      done
      true
      """)
    // Between two rounds there is nothing there to be ended.
    #expect(reaped == "")
    try hosts.apply(.drop, to: "login")
    try go()
    let resumed = try test.run("cms-cc", "resume", "--quiet", "workflow.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    try expectDone()
  }

  @Test func `a login node without room gets its jobs when there is room`() throws {
    try hosts.apply(.fill, to: "login")
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("sqlite3", "workflow.db", "SELECT detail FROM events").output
          .contains("No space left on device")
      }, "\(runner.printed)")
    #expect(try ran() == "")
    try hosts.apply(.free, to: "login")
    #expect(try test.comesTrue { try ran() == "ran\n" })
    try go()
    #expect(runner.wait() == 0, "\(runner.printed)")
    try expectDone()
  }

  @Test(.enabled(if: SmallDisk.canMount, "this machine lets nobody mount a small disk"))
  func `a run without room for what Slurm reports stops, and is resumed when there is room`() throws
  {
    let runner = try test.start([
      "unshare", "-m", "sh", "-c",
      """
      mkdir out && mount -t tmpfs -o size=3m none out || exit 99
      "$0" run --quiet workflow.yaml --directory out; echo "code $?"
      until test -e room; do sleep 0.05; done
      mount -o remount,size=64m out
      "$0" resume --quiet workflow.yaml --directory out; echo "code $?"
      cp -r out kept && umount out && mv kept/* kept/.cms out
      """, CommandTest.products + "/cms-cc",
    ])
    #expect(try test.comesTrue { try ran() == "ran\n" }, "\(runner.printed)")
    let pid = try test.run("pgrep", "-n", "-f", "run --quiet workflow.yaml --directory out").output
      .filter { $0.isNumber }
    // In the place that the runner alone sees.
    _ = try test.run(
      "nsenter", "-t", pid, "-m", "sh", "-c",
      "head -c 9000000 /dev/zero >\(test.place.at("out/fill"))")
    try go()
    #expect(try test.comesTrue { runner.printed.contains("code ") }, "\(runner.printed)")
    let reasons = ["disk is full", "No space left on device"]
    #expect(reasons.contains { runner.printed.contains($0) }, "\(runner.printed)")
    #expect(runner.printed.contains("code 4\n"), "\(runner.printed)")
    try test.place.write("room", "")
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(runner.printed.hasSuffix("code 0\n"), "\(runner.printed)")
    try expectDone()
  }
}
