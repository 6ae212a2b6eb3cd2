internal import HostIO

/// Where the commands to a host find the connection that they share.
enum SharedConnection {
  /// What a socket's path may have at most, less what `ssh` adds to the directory's.
  private static let longest = 104 - 1 - 40 - 18

  /// Returns a directory of ours alone for sockets; nil where there is none with a short path.
  ///
  /// - Source: unix(7): 108 bytes; ssh_config(5) `%C`: 40 digits, and a suffix while it is made.
  static func directory() -> String? {
    let home = Environment.value("HOME").map { Paths.join($0, ".cloudmesh/ssh") }
    let runtime = Environment.value("XDG_RUNTIME_DIR").map { Paths.join($0, "cms-ssh") }
    let last = "/tmp/cms-ssh-\(Environment.userNumber())"
    return [runtime, home, last].compactMap(\.self).first {
      // A percent sign would be one of ssh's own marks.
      $0.utf8.count <= longest && !$0.contains("%") && !$0.contains(" ")
        && Directories.ensurePrivate($0)
    }
  }

  /// Whether the user's configuration shares connections to a host already: then theirs is used,
  /// which may have been opened by hand where a host asks for more than a key.
  static func isConfigured(for destination: String, configuration: String? = nil) -> Bool {
    let (host, _) = Transport.parts(of: destination)
    let file = configuration.map { ["-F", $0] } ?? []
    guard
      let said = try? TimedCommand.output(of: ["ssh"] + file + ["-G", "--", host], within: 5000),
      said.code == 0
    else { return false }
    return String(decoding: said.output, as: UTF8.self).split(whereSeparator: \.isNewline).contains
    {
      $0.hasPrefix("controlpath ") && $0 != "controlpath none"
    }
  }
}

extension Transport {
  /// Reaches a host as its user would, over one connection for all commands.
  static func ssh(to destination: String) -> Transport {
    let control =
      SharedConnection.isConfigured(for: destination) ? nil : SharedConnection.directory()
    return .ssh(destination, control: control)
  }
}
