package import EECore
internal import HostIO

/// The hosts file: where it is, and the hosts in it.
package struct HostsFile: Sendable {
  /// Nil where there is none.
  package let path: String?
  package let hosts: [HostSpec]
  /// Where it is looked for when none is named.
  package let usual: [String]

  /// Reads the file that is named, else `hosts.yaml` beside a file, else the one in `~/.cloudmesh`.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in it.
  package init(named name: String?, beside file: String) throws(Diagnostics) {
    usual = [
      Paths.join(Paths.directory(of: file), "hosts.yaml"),
      Paths.join("", "~/.cloudmesh/hosts.yaml"),
    ]
    path = name.map { Paths.join(".", $0) } ?? usual.first { Files.status($0)?.kind == .file }
    guard let path else {
      hosts = []
      return
    }
    hosts = try HostSpec.all(in: try SourceFile.readConfig(path, as: "hosts file"))
  }
}
