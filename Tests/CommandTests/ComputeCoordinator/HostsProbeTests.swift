import EECore
import HostIO
import TestSupport
import Testing

/// Asking hosts what they have, over real ssh.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct HostsProbeTests {
  private static let common = Result {
    try SSHHosts(
      "h1", "--gpus", "a100:2", "h2", "--noisy", "--banner", "--home", "two words", "h3", "--shell",
      "/usr/sbin/nologin")
  }

  private func test(_ hosts: String) throws -> CommandTest {
    try CommandTest().reaching(Self.common.get()).file("hosts.yaml", hosts)
  }

  private func hosts(_ run: CommandRun) throws -> [JSONValue] {
    let value = try JSONParser.parse(Array(run.output.utf8))
    guard case .array(let hosts)? = value["hosts"] else { return [] }
    return hosts
  }

  @Test func `a host says what it has`() throws {
    let run = try test("hosts: {h1: {kind: ssh}}\n").run("cms-cc", "hosts", "probe")
    #expect(run.errors == "")
    #expect(run.code == 0, "\(run.output)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("h1: reached by ssh h1 in "))
    #expect(lines[0].hasSuffix(", calls itself h1"))
    #expect(lines.contains("  cpus       \(Environment.processorCount())"))
    #expect(lines.contains("  GPUs       a100:2"))
    #expect(
      lines.contains { $0.hasPrefix("  disk       ") && $0.hasSuffix(" free in '/home/tester'") })
  }

  @Test func `banners, noisy logins and a home with blanks are in nobody's way`() throws {
    let run = try test("hosts: {h2: {kind: ssh, directory: '~/a b'}}\n")
      .run("cms-cc", "hosts", "probe", "--json", "h2")
    let host = try #require(try hosts(run).first)
    #expect(host["reached"] == .bool(true))
    #expect(host["home"] == .string("/home/two words"))
    #expect(host["directory"] == .string("/home/two words"))
    #expect(host["gpus"] == .array([]))
    #expect(host["lacking"] == .array([]))
    #expect(host["slurm"] == .null)
  }

  @Test func `the command of the hosts file lists the GPUs`() throws {
    let run = try test(
      """
      hosts:
        h2: {kind: ssh, probe: "echo 'GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1)'"}
        bad: {kind: ssh, ssh: h1, probe: "echo broken; exit 3"}
        odd: {kind: ssh, ssh: h1, probe: "echo a100"}

      """
    ).run("cms-cc", "hosts", "probe")
    #expect(run.code == 0)
    #expect(run.output.contains("  GPUs       h100:1\n"))
    #expect(
      run.output.contains(
        """
          note       echo broken; exit 3 fails with exit code 3: broken
                     hint: state its GPUs in the hosts file, or what lists them (probe)

        """))
    #expect(
      run.output.contains(
        "  note       echo a100 said 'a100', expected lines such as GPU 0: NAME (UUID: GPU-…)\n"))
  }

  @Test func `why a host cannot be reached is said with what to do`() throws {
    let hosts = try Self.common.get()
    let test = try test(
      """
      hosts:
        nowhere.invalid: {kind: ssh, up: vpn on}
        stranger: {kind: ssh, ssh: me@h1}
        new: {kind: ssh}
        h3: {kind: ssh}
        localhost: {kind: local}
        odd: {kind: shh, ssh: h1}

      """
    ).file(
      ".ssh/config",
      """
      Host new
        HostName \(try address(of: "h1", hosts))
        UserKnownHostsFile /dev/null
      Match all
      Include "\(hosts.configuration)"

      """, mode: 0o600)
    let run = try test.run("cms-cc", "hosts", "probe")
    #expect(run.code == 4)
    #expect(
      run.output.contains(
        """
        nowhere.invalid: cannot be reached: ssh: Could not resolve hostname nowhere.invalid: Name or \
        service not known
          hint: a run calls 'vpn on' before its first job there; else: the name is not known here: is it \
        spelled right, is it in ~/.ssh/config, is the VPN connected?

        """), "\(run.output)")
    #expect(
      run.output.contains(
        """
        new: cannot be reached: Host key verification failed.
          hint: its key is not known here: call 'ssh new' once by hand, and compare the key

        """), "\(run.output)")
    #expect(run.output.contains("stranger: cannot be reached: me@"), "\(run.output)")
    #expect(
      run.output.contains(
        "  hint: it accepts none of your keys without a question: ssh-copy-id me@h1 puts one there"),
      "\(run.output)")
    #expect(run.output.contains("h3: cannot be reached: "), "\(run.output)")
    #expect(run.output.contains("localhost: this machine, Linux "))
    #expect(
      run.output.hasSuffix(
        """
          problem    jobs cannot be sent to hosts of kind 'shh'
                     hint: expected one of: local, ssh, slurm

        """), "\(run.output)")
  }

  private func address(of host: String, _ hosts: SSHHosts) throws -> String {
    let text = String(decoding: try Files.read(hosts.at(host, "address")), as: UTF8.self)
    return String(text.split(separator: " ")[0])
  }

  @Test func `a name that is in no file is not asked`() throws {
    let test = try test("hosts: {h1: {kind: ssh}, rivanna: {kind: slurm}}\n")
    let run = try test.run("cms-cc", "hosts", "probe", "rivana")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        error: host 'rivana' is not in 'hosts.yaml' [EE115]
        hint: did you mean 'rivanna'?

        """)
    #expect(
      try test.run("cms-cc", "hosts", "probe", "other").errors == """
        error: host 'other' is not in 'hosts.yaml' [EE115]
        hint: add it: cms-cc hosts add other

        """)
  }

  @Test func `a host that was asked is added with what it has`() throws {
    let test = try CommandTest().reaching(Self.common.get())
    let run = try test.run("cms-cc", "hosts", "add", "desk", "--ssh", "h1", "--memory", "2GB")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.hasPrefix("desk: reached by ssh h1 in "))
    #expect(
      try test.place.text("hosts.yaml") == """
        hosts:
          desk:
            kind: ssh
            ssh: h1
            cpus: \(Environment.processorCount())
            memory: 2GB
            gpus: [{type: a100, count: 2}]

        """)
    let away = try test.run("cms-cc", "hosts", "add", "away", "--ssh", "nowhere.invalid")
    #expect(away.code == 4)
    #expect(
      away.errors.hasSuffix(
        """
        error: nothing was added to 'hosts.yaml'
        hint: --no-probe adds what is stated

        """))
  }

  @Test func `all that is wrong with a host that cannot be reached is said`() throws {
    let run = try test("hosts: {away: {kind: lsf, ssh: nowhere.invalid}}\n")
      .run("cms-cc", "hosts", "probe")
    #expect(run.code == 4)
    #expect(
      run.output == """
        away: cannot be reached: ssh: Could not resolve hostname nowhere.invalid: Name or service not \
        known
          hint: the name is not known here: is it spelled right, is it in ~/.ssh/config, is the VPN \
        connected?
          problem    jobs cannot be sent to hosts of kind 'lsf'
                     hint: expected one of: local, ssh, slurm

        """)
  }

  @Test func `doctor asks the hosts of the file, and those that jobs name`() throws {
    let test = try test(
      "hosts: {h1: {kind: ssh}, away: {kind: ssh, ssh: nowhere.invalid, up: vpn on}}\n"
    )
    .file("workflow.yaml", "workflow: {nodes: {a: {exec: 'true', hosts: [localhost, h2, h1]}}}\n")
    #expect(try test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 0)
    let run = try test.run("cms-cc", "doctor", "workflow.yaml")
    #expect(run.code == 0, "\(run.output)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(
      lines.contains {
        $0.hasPrefix("ok       host h1: reached by ssh h1 in ") && $0.contains(", GPUs a100:2, ")
      })
    #expect(
      lines.contains {
        $0.hasPrefix("ok       host h2: reached by ssh h2 in ") && $0.contains(", no GPUs, ")
      })
    #expect(
      lines.contains {
        $0.hasPrefix("note     host away: cannot be reached: ssh: Could not resolve")
      })
  }
}
