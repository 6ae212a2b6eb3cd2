internal import Glibc
internal import HostIO

/// A real Slurm cluster of four nodes, on this machine or on a pretended host.
///
/// ```swift
/// let cluster = try SlurmCluster("--set", "MinJobAge=2")
/// let run = try CommandTest().submitting(to: cluster).run("sbatch", "--wrap", "true")
/// ```
package final class SlurmCluster: Sendable {
  /// What can happen to a daemon.
  package enum Event: String, Sendable {
    /// It ends, with its state saved or without; until `start`.
    case stop, kill, start
    /// It answers nothing; until `resume`.
    case pause, resume
  }

  /// Whether this machine has Slurm's daemons.
  package static let isInstalled =
    Files.status("/usr/sbin/slurmctld") != nil && Files.status("/usr/sbin/slurmd") != nil

  private static let common = Result { try SlurmCluster([]) }
  private static let commonWithAccounting = Result { try SlurmCluster(["--accounting"]) }

  private let script: PlaceScript
  /// The pretended host that it runs on, and that one's name.
  private let site: (hosts: SSHHosts, name: String)?

  /// Starts a cluster; `Tests/Places/slurm` says what the arguments are.
  package convenience init(_ arguments: String...) throws { try self.init(arguments) }

  private init(_ arguments: [String]) throws {
    script = try PlaceScript("slurm")
    site = nil
    try script.up(arguments)
  }

  /// Starts a cluster on a pretended host that has `--slurm`; it ends with the host.
  package init(on host: String, of hosts: SSHHosts, _ arguments: String...) throws {
    script = hosts.script
    site = (hosts, host)
    try script.call("slurm", [host, "up"] + arguments)
  }

  deinit { if site == nil { script.down() } }

  /// Returns a cluster on this machine for tests that do it no harm.
  ///
  /// One is started, with accounting or without, once for all tests of this process.
  package static func shared(accounting: Bool = false) throws -> SlurmCluster {
    try (accounting ? commonWithAccounting : common).get()
  }

  /// Makes something happen to a daemon: `slurmctld`, `slurmdbd`, `database`, or a node's.
  package func apply(_ event: Event, to daemon: String) throws {
    if let site {
      try script.call("slurm", [site.name, event.rawValue, daemon])
    } else {
      try script.call(event.rawValue, [daemon])
    }
  }

  /// Returns the path of `slurm.conf`.
  package var configuration: String {
    let directory = site.map { $0.hosts.at($0.name, "machine/slurm") } ?? script.place.path
    return Paths.join(directory, "etc/slurm.conf")
  }
}

extension CommandTest {
  /// Lets Slurm's commands speak to a cluster on this machine.
  package func submitting(to cluster: SlurmCluster) -> CommandTest {
    variable("SLURM_CONF", cluster.configuration).keeping(cluster)
  }
}
