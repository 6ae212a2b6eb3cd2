import HostIO
import TestSupport
import Testing

/// One study over this machine, two hosts that ssh reaches and a Slurm cluster, with faults on the way.
@Suite(
  .enabled(
    if: SSHHosts.haveWalls && SlurmCluster.isInstalled, "hosts have no walls here, or no Slurm"))
struct MixedStudyTests {
  private static let sweep = """
    name: mixed
    dir: experiments
    experiments: {gpu: [a100, v100], seed: "[1-6]"}
    templates: [train.in.sh]

    """

  /// It fails where it has been run before on the same host.
  private static let template = """
    #!/bin/sh
    mkdir "$HOME/ran-{identifier}" || exit 9
    until [ -e "$HOME/go" ]; do sleep 0.05; done
    echo "# cloudmesh status=done progress=100 accuracy=0.{seed}"
    echo "ran {experiment.gpu} $(hostname) ${CUDA_VISIBLE_DEVICES:-none}"

    """

  private static let hosts = """
    hosts:
      localhost: {kind: local, gpus: [{type: v100, count: 1}]}
      h1: {kind: ssh, cpus: 2, gpus: [{type: a100, count: 2}], interval: 300ms}
      h2: {kind: ssh, cpus: 2, gpus: [{type: v100, count: 2}], interval: 300ms}
      site:
        kind: slurm
        ssh: login
        interval: 300ms
        latency: 5s
        max_in_flight: 4
        directives: {a100: {partition: gpu, gres: "gpu:a100:1"}, v100: {partition: gpu, gres: "gpu:v100:1"}}

    """

  private func study(_ hosts: SSHHosts, on places: String) throws -> CommandTest {
    try CommandTest().reaching(hosts).file("hosts.yaml", Self.hosts)
      .file("sweep.yaml", Self.sweep).file("train.in.sh", Self.template)
      .file(
        "workflow.yaml",
        """
        name: study
        workflow:
          nodes:
            train: {experiments: sweep.yaml, hosts: [\(places)], gpus: {type: "{gpu}", count: 1}}
            end: {exec: "echo end", needs: [train]\(places == "site" ? ", host: site" : "")}

        """)
  }

  private static let names = ["h1", "h2", "login"]

  private func start(_ hosts: SSHHosts) throws -> SlurmCluster {
    try SlurmCluster(on: "login", of: hosts, "--set", "MessageTimeout=1")
  }

  private func places() throws -> SSHHosts {
    try SSHHosts("h1", "--gpus", "a100:2", "h2", "--gpus", "v100:2", "login", "--slurm")
  }

  private func letGo(_ hosts: SSHHosts, _ test: CommandTest) throws {
    for name in Self.names { _ = try hosts.enter(name, "touch", "go") }
    try test.place.write("go", "")
  }

  /// Every experiment ran once, wherever that was, and all that is to be known of it is known.
  private func check(_ test: CommandTest, _ hosts: SSHHosts) throws {
    var ran: [String] = []
    for name in Self.names {
      ran += try hosts.enter(name, "sh", "-c", "ls -d ran-* 2>/dev/null || true")
        .split(separator: "\n").map(String.init)
    }
    ran += try test.place.names().filter { $0.hasPrefix("ran-") }
    let expected = ["a100", "v100"].flatMap { gpu in
      (1...6).map { "ran-gpu_\(gpu)_seed_\($0)" }
    }
    #expect(ran.sorted() == expected)
    let rows = try test.run(
      "sqlite3", "study.db",
      """
      SELECT count(*), count(DISTINCT experiment) FROM results
        WHERE experiment IS NOT NULL AND state = 'done';
      SELECT DISTINCT state, cause FROM results
        WHERE experiment IS NOT NULL AND state <> 'done' AND cause <> 'never started';
      SELECT count(*), round(sum(value), 1) FROM metrics WHERE name = 'accuracy';
      SELECT count(*) FROM nodes WHERE state = 'done' AND kind = 'job'
      """)
    let attempts = try attempts(in: test)
    #expect(rows.output == "12|12\n12|4.2\n13\n", "\(attempts)")
    let logs = try test.run("sh", "-c", "cat experiments/*/train.log").output
      .split(separator: "\n").filter { $0.hasPrefix("ran ") }
    #expect(logs.count == 12)
    #expect(logs.allSatisfy { !$0.hasSuffix(" none") })
  }

  private func attempts(in test: CommandTest) throws -> String {
    try test.run(
      "sqlite3", "study.db",
      "SELECT node, attempt, state, cause, host FROM results"
    ).output
      + test.run("sqlite3", "study.db", "SELECT time, node, event, detail FROM events").output
  }

  @Test func `whatever fails on the way, every experiment runs once and every result is there`()
    throws
  {
    let hosts = try places()
    let cluster = try start(hosts)
    let test = try study(hosts, on: "h1, h2, localhost, site").keeping(cluster)
      .variable("CMS_SSH_LOG", "ssh-log")
    let command = ["cms-cc", "run", "--quiet", "workflow.yaml"]
    let start = WallClock.monotonic()
    let first = try test.start(command)
    // Two and two by ssh, one here, and as many of the rest as the cluster may have.
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("9 running")
      })
    try hosts.apply(.cut, to: "h1")
    try hosts.apply(.drop, to: "h2")
    first.send(9)
    _ = first.wait()
    let second = try test.start(command, output: "second.txt")
    try cluster.apply(.kill, to: "slurmctld")
    #expect(
      try test.comesTrue {
        try test.run(
          "sqlite3", "study.db", "SELECT detail FROM events WHERE event = 'host_unreachable'"
        ).output.contains("slurm")
      })
    try hosts.apply(.restore, to: "h1")
    try cluster.apply(.start, to: "slurmctld")
    try letGo(hosts, test)
    #expect(second.wait() == 0, "\(second.printed)")
    try check(test, hosts)
    // One command a round and one connection a runner, whatever fails, and however many jobs.
    let seconds = Int((WallClock.monotonic() - start) / 1_000_000_000)
    #expect(try hosts.sessions(on: "login") < 20 + 4 * seconds)
    #expect(try hosts.connections(to: "h2") < 6)
  }

  @Test func `left to Slurm alone, it ends with the same`() throws {
    let hosts = try places()
    let cluster = try start(hosts)
    let test = try study(hosts, on: "site").keeping(cluster)
    let run = try test.run("cms-cc", "run", "--hands-off", "--quiet", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    try letGo(hosts, test)
    #expect(try test.comesTrue { try hosts.enter("login", "squeue", "-h", "-t", "R,PD").isEmpty })
    let resumed = try test.run("cms-cc", "resume", "--quiet", "workflow.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    try check(test, hosts)
  }
}
