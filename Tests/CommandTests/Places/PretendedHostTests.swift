import HostIO
import TestSupport
import Testing

/// That the hosts which other tests use are what they should be.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct PretendedHostTests {
  private static let ssh = [
    "ssh", "-n", "-o", "ConnectTimeout=2", "-o", "StrictHostKeyChecking=yes",
  ]

  private func ssh(_ test: CommandTest, _ host: String, _ command: String) throws -> CommandRun {
    try test.run(Self.ssh + [host, command])
  }

  @Test func `a command runs in a home of its own`() throws {
    let hosts = try SSHHosts.shared()
    let test = try CommandTest().reaching(hosts)
    let run = try ssh(test, "h1", "pwd; echo $HOME; ls -A; nvidia-smi -L")
    #expect(run.code == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 4 && lines[0] == lines[1], "\(run.output)")
    #expect(
      lines.suffix(2) == [
        "GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-h1-0)",
        "GPU 1: NVIDIA A100-SXM4-80GB (UUID: GPU-h1-1)",
      ])
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `a host has a name, a boot, processes and a file system of its own`() throws {
    let test = try CommandTest().reaching(SSHHosts.shared())
    let boot = "cat /proc/sys/kernel/random/boot_id"
    let one = try ssh(test, "h1", "hostname; \(boot)")
    let other = try ssh(test, "h2", "hostname; \(boot)")
    let own = try test.run("/bin/sh", "-c", "hostname; \(boot)")
    #expect(one.output.hasPrefix("h1\n") && other.output.hasPrefix("h2\n"))
    #expect(Set([one, other, own].map { $0.output.split(separator: "\n").last }).count == 3)
    #expect(try ssh(test, "h1", "test -e '\(test.place.path)'").code == 1)
    #expect(try ssh(test, "h1", "sbatch --version").code == 127)
  }

  @Test func `what is cut off comes back`() throws {
    let hosts = try SSHHosts("far")
    let test = try CommandTest().reaching(hosts)
    let started = try test.start(
      [
        "/usr/bin/env", "ssh", "-n", "far",
        "echo up; until test -e go; do sleep 0.02; done; echo end",
      ])
    #expect(try test.comesTrue { started.printed == "up\n" })
    try hosts.apply(.cut, to: "far")
    #expect(try ssh(test, "far", "true").code == 255)
    try hosts.apply(.restore, to: "far")
    #expect(try ssh(test, "far", "touch go").code == 0)
    #expect(started.wait() == 0)
    #expect(started.printed == "up\nend\n")
  }

  @Test func `a refusal, an end of connections and a crash are told apart`() throws {
    let hosts = try SSHHosts("far")
    let test = try CommandTest().reaching(hosts)
    try hosts.apply(.refuse, to: "far")
    #expect(try ssh(test, "far", "true").errors.contains("Connection refused"))
    try hosts.apply(.accept, to: "far")

    let dropped = try test.start(
      [
        "/usr/bin/env", "ssh", "-n", "far",
        "touch on; until test -e go; do sleep 0.02; done; touch done",
      ])
    #expect(try test.comesTrue { try ssh(test, "far", "test -e on").code == 0 })
    try hosts.apply(.drop, to: "far")
    #expect(dropped.wait() == 255)
    #expect(try ssh(test, "far", "touch go").code == 0)
    #expect(try test.comesTrue { try ssh(test, "far", "test -e done").code == 0 })

    try hosts.apply(.crash, to: "far")
    #expect(try ssh(test, "far", "true").code == 255)
    try hosts.apply(.boot, to: "far")
    #expect(try ssh(test, "far", "test -e done").code == 0)
  }

  @Test func `a host can be noisy, its home have blanks and its clock be wrong`() throws {
    let hosts = try SSHHosts("odd", "--noisy", "--banner", "--home", "ann other", "--skew", "3600")
    let test = try CommandTest().reaching(hosts)
    let run = try ssh(test, "odd", "echo; pwd; date +%s")
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.prefix(2) == [
        "Welcome! All quotas are being recomputed; see the wiki.", "no newline at the end",
      ])
    #expect(lines.dropFirst(2).first?.hasSuffix("/ann other") == true)
    let ahead = try #require(lines.last.flatMap { Int64($0) }) - WallClock.now() / 1_000_000_000
    #expect((3500...3600).contains(ahead))
    #expect(run.errors.contains("AUTHORISED USE ONLY"))
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `a disk can be full`() throws {
    let hosts = try SSHHosts("full", "--disk", "4M")
    let test = try CommandTest().reaching(hosts)
    try hosts.apply(.fill, to: "full")
    #expect(try ssh(test, "full", "echo x > file").errors.contains("No space left on device"))
    try hosts.apply(.free, to: "full")
    #expect(try ssh(test, "full", "echo x > file").code == 0)
  }

  @Test func `connections are counted, and all that ssh was told is logged`() throws {
    let hosts = try SSHHosts("far")
    let test = try CommandTest().reaching(hosts)
    let logging = test.variable("CMS_SSH_LOG", test.place.at("log"))
    for _ in 0..<3 {
      let shared = ["-o", "ControlMaster=auto", "-o", "ControlPersist=20"]
      let path = ["-o", "ControlPath=\(test.place.at("s"))", "far", "true"]
      #expect(try logging.run(["ssh", "-n"] + shared + path).code == 0)
    }
    _ = try test.run("ssh", "-O", "exit", "-o", "ControlPath=\(test.place.at("s"))", "far")
    #expect(try hosts.connections(to: "far") == 1)
    #expect(try hosts.sessions(on: "far") == 3)
    #expect(try test.place.text("log").split(separator: "\n").count == 3)
  }

  @Test func `hosts end with the process that owns them`() throws {
    let test = try CommandTest()
    let owner = try test.start(["/bin/sleep", "60"])
    let script = Paths.join(Paths.directory(of: #filePath), "../../Places/hosts")
    let place = test.place.at("hosts")
    let up = try test.run(script, "up", place, "--owner", String(owner.pid), "h1")
    #expect(up.code == 0, "\(up.errors)")
    let port = try test.run(script, "list", place).output
    #expect(port.hasSuffix(" up\n"))
    owner.send(9)
    #expect(owner.wait() == 137)
    #expect(try test.comesTrue { !test.place.exists("hosts") })
  }
}
