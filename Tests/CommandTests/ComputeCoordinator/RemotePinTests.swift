import CampaignStore
import HostIO
import TestSupport
import Testing

/// Jobs on other hosts that run on processors of their own.
@Suite(
  .enabled(
    if: SSHHosts.areInstalled && Environment.processorCount() > 1,
    "there is no OpenSSH server, or one processor only"))
struct RemotePinTests {
  private static let whereItRuns = "grep Cpus_allowed_list /proc/self/status | cut -f 2"
  private let processors = Environment.processors()

  @Test(arguments: ["{kind: ssh}", "{kind: ssh, cpus: 8, memory: 1GB, gpus: []}"])
  func `pinned jobs beside each other have different processors there`(host: String) throws {
    // Each waits for the others, so all run at once.
    let wait =
      "touch ../$CMS_NODE.on; until test -e ../a.on -a -e ../b.on; do sleep 0.05; done"
    let test = try CommandTest().reaching(SSHHosts("h1"))
      .file("hosts.yaml", "hosts: {h1: \(host)}\n")
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            a: {exec: '\(Self.whereItRuns); \(wait)', pin: true, host: h1}
            b: {exec: '\(Self.whereItRuns); \(wait)', pin: true, host: h1}

        """)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    let logs = try ["a", "b"].map { try test.run("cms-cc", "logs", "workflow.yaml", $0).output }
    #expect(logs.sorted() == processors.prefix(2).map { "\($0)\n" }.sorted())
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    let attempts = try store.latestAttempts(of: #require(store.runs().first).id)
    #expect(attempts["a"]?.processors.map { $0 + "\n" } == logs[0])
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `where nothing can bind them they do not start, and probe and doctor say so`() throws {
    let hosts = try SSHHosts("h1")
    // In a layer of its own the program is not there.
    _ = try hosts.enter(
      "h1", "sh", "-c",
      """
      mkdir -p /run/layer && mount -t tmpfs tmpfs /run/layer && mkdir -p /run/layer/upper /run/layer/work
      upper=/run/layer/upper,workdir=/run/layer/work
      mount -t overlay -o lowerdir=/usr/bin,upperdir=$upper overlay /usr/bin && rm -f /usr/bin/taskset
      """)
    let test = try CommandTest().reaching(hosts).file("hosts.yaml", "hosts: {h1: {kind: ssh}}\n")
      .file("workflow.yaml", "workflow: {nodes: {a: {exec: 'true', pin: true, host: h1}}}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(
      run.errors.contains(
        "failed  a  on 'h1' it asks for processors of its own, but which there are is not known, or "
          + "there is no taskset\n"), "\(run.errors)")
    let finding = "there is no taskset, needed for nodes with pin (package util-linux)\n"
    let probe = try test.run("cms-cc", "hosts", "probe")
    #expect(probe.output.contains("  note       \(finding)"), "\(probe.output)")
    #expect(
      try test.run("cms-cc", "doctor", "workflow.yaml").output.contains(
        "note     host h1: \(finding)"))
  }
}
