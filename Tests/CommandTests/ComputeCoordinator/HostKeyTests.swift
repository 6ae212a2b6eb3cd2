import HostIO
import TestSupport
import Testing

/// Hosts whose key is not the one that is known, or that nobody knows.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct HostKeyTests {
  private func study(_ hosts: SSHHosts, _ nodes: String) throws -> CommandTest {
    try CommandTest().reaching(hosts).file(
      "hosts.yaml", "hosts: {h1: {kind: ssh, interval: 300ms}}\n"
    )
    .file("workflow.yaml", "name: keys\nworkflow:\n  nodes:\n\(nodes)\n")
  }

  /// Gives the server of h1 another key, as somebody between us and it would have one.
  private func changeKey(_ hosts: SSHHosts) throws {
    let key = hosts.at("h1", "machine/etc/host_key")
    try Files.remove(key)
    try Files.remove(key + ".pub")
    let made = try Spawn.output(of: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
    #expect(made.code == 0)
    try hosts.apply(.refuse, to: "h1")
    try hosts.apply(.accept, to: "h1")
  }

  private func knownKeys(_ hosts: SSHHosts) throws -> String {
    let path = Paths.join(Paths.directory(of: hosts.configuration), "known_hosts")
    return String(decoding: try Files.read(path), as: UTF8.self)
  }

  @Test
  func `a key that has changed is refused, jobs go elsewhere or wait, and nothing is accepted`()
    throws
  {
    let hosts = try SSHHosts("h1")
    let test = try study(
      hosts,
      """
          first: {exec: "echo first", host: h1}
          change: {exec: "until test -e changed; do sleep 0.05; done", needs: [first]}
          free: {exec: "echo here", hosts: [h1, localhost], needs: [change]}
          bound: {exec: "echo there", host: h1, needs: [change]}
      """)
    let known = try knownKeys(hosts)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    func status() -> String {
      (try? test.run("cms-cc", "status", "workflow.yaml").output) ?? ""
    }
    #expect(try test.comesTrue { status().contains("first   done") })
    try hosts.apply(.drop, to: "h1")
    try changeKey(hosts)
    // What is sent to a host that was there a moment ago can go nowhere else.
    try test.pause(milliseconds: 3100)
    try test.place.write("changed", "")
    #expect(try test.comesTrue { status().contains("free    done") }, "\(status())")
    let text = status()
    let line = text.split(separator: "\n").first { $0.hasPrefix("  'h1' cannot be reached") } ?? ""
    #expect(
      line.contains(
        "): its host key has changed, so nothing is sent there: find out why; only if that is right, remove the known one: ssh-keygen -"
      ),
      "\(text)")
    #expect(
      line.hasSuffix("; then call 'ssh h1' once by hand, and compare the new one"), "\(text)")
    #expect(!text.contains("bound   done"))
    let probe = try test.run("cms-cc", "hosts", "probe")
    #expect(probe.code == 4)
    #expect(
      probe.output.hasPrefix(
        "h1: cannot be reached: its host key has changed, so nothing is sent there\n  hint: find out why; "
      ),
      "\(probe.output)")
    #expect(try knownKeys(hosts) == known)

    // Somebody has found out why.
    let command = try #require(line.firstRange(of: "ssh-keygen -")).lowerBound
    let end = try #require(line.firstRange(of: "; then call")).lowerBound
    #expect(try test.run("sh", "-c", String(line[command..<end])).code == 0)
    #expect(
      try test.comesTrue {
        status().contains(
          "Host key verification failed: its key is not known here: call 'ssh h1'")
      }, "\(status())")
    #expect(try test.run("ssh", "-o", "StrictHostKeyChecking=accept-new", "h1", "true").code == 0)
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "bound").output == "there\n")
  }

  @Test func `a host that nobody knows gets nothing, and is not made known`() throws {
    let hosts = try SSHHosts("h1")
    let path = Paths.join(Paths.directory(of: hosts.configuration), "known_hosts")
    let keys = try Files.read(path)
    try Files.replace(path, [])
    let test = try study(
      hosts,
      """
          free: {exec: "echo here", hosts: [h1, localhost]}
          bound: {exec: "echo there", host: h1}
      """)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    func status() -> String {
      (try? test.run("cms-cc", "status", "workflow.yaml").output) ?? ""
    }
    let reason =
      "Host key verification failed: its key is not known here: call 'ssh h1' once by hand, and compare the key"
    #expect(try test.comesTrue { status().contains(reason) }, "\(status())")
    #expect(try test.comesTrue { status().contains("free   done") }, "\(status())")
    #expect(try Files.read(path) == [])
    try Files.replace(path, keys)
    #expect(runner.wait() == 0, "\(runner.printed)")
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "free").output == "here\n")
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "bound").output == "there\n")
  }
}
