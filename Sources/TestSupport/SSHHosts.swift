internal import Glibc
package import HostIO

/// Pretended hosts with real OpenSSH servers; they go down with their last owner.
///
/// ```swift
/// let hosts = try SSHHosts("h1", "--gpus", "a100:2", "h2", "--noisy")
/// let run = try CommandTest().reaching(hosts).run("ssh", "h1", "hostname")
/// ```
package final class SSHHosts: Sendable {
  /// What can happen to a host.
  package enum Event: String, Sendable {
    /// Nothing arrives there any more, and nobody is told; until `restore`.
    case cut, restore
    /// The connections there are end; their jobs go on.
    case drop
    /// New connections are refused; until `accept`.
    case refuse, accept
    /// All that runs there dies; until `boot` the host is not there.
    case crash, boot
    /// Its disk is full; until `free`.
    case fill, free
  }

  /// Whether this machine has an OpenSSH server.
  package static let areInstalled = Files.status("/usr/sbin/sshd") != nil
  /// Whether hosts have a network, processes and a disk of their own on this machine.
  package static let haveWalls = (try? shared().haveWalls) ?? false

  private static let common = Result {
    try SSHHosts("h1", "--gpus", "a100:2", "h2", "--gpus", "v100:2")
  }

  let script: PlaceScript
  private let haveWalls: Bool

  /// Starts hosts; `Tests/Places/hosts` says what the arguments are.
  package init(_ arguments: String...) throws {
    script = try PlaceScript("hosts")
    try script.up(arguments)
    haveWalls = try script.place.text("mode") == "namespaces\n"
  }

  deinit { script.down() }

  /// Returns hosts `h1`, with two A100, and `h2`, with two V100, for tests that do them no harm.
  ///
  /// They are started once for all tests of this process.
  package static func shared() throws -> SSHHosts { try common.get() }

  /// Makes something happen to a host.
  package func apply(_ event: Event, to host: String) throws {
    try script.call(event.rawValue, [host])
  }

  /// Runs a command on a host, without ssh, and returns what it printed.
  package func enter(_ host: String, _ command: String...) throws -> String {
    try script.call("enter", [host] + command)
  }

  /// Returns the path, as this machine sees it, of a host's own directory.
  package func at(_ host: String, _ name: String = "") -> String {
    Paths.join(script.place.at(host), name)
  }

  /// Returns the path of the configuration of ssh that knows the hosts.
  package var configuration: String { script.place.at("ssh_config") }

  /// Returns the directory of an ssh, scp and sftp that read `$HOME/.ssh/config`.
  package var programs: String { script.place.at("bin") }

  /// Returns how many connections a host has accepted.
  package func connections(to host: String) throws -> Int {
    try lines(of: host, with: "Accepted publickey")
  }

  /// Returns how many commands and transfers were started over the connections to a host.
  package func sessions(on host: String) throws -> Int {
    try lines(of: host, with: "Starting session")
  }

  // The server ends its lines with two characters, which are one to Swift.
  private func lines(of host: String, with text: String) throws -> Int {
    try script.place.text("\(host)/machine/log/sshd.log")
      .split(whereSeparator: \.isNewline).count { $0.contains(text) }
  }
}

extension CommandTest {
  /// Lets commands reach hosts by name, as somebody's `~/.ssh/config` does.
  package func reaching(_ hosts: SSHHosts) throws(SystemError) -> CommandTest {
    try file(".ssh/config", "Include \"\(hosts.configuration)\"\n", mode: 0o600)
      .variable("PATH", "\(hosts.programs):\(environment["PATH"] ?? "")")
      // The sockets of shared connections: those of other hosts at the same address are not ours.
      .variable("XDG_RUNTIME_DIR", place.path)
      .keeping(hosts)
  }
}
