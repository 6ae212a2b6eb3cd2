internal import EECore
internal import HostIO

/// How commands reach a host.
struct Transport: Hashable, Sendable {
  /// Where it leads, as its user names it; nil for this machine.
  let destination: String?
  private let prefix: [String]

  /// The commands of this machine.
  static let local = Transport(destination: nil, prefix: [])

  /// Reaches a host with the user's `ssh`, whose configuration stays in force.
  ///
  /// `destination` is an alias, or `user@host:port`. `control` is a directory of ours alone, for
  /// the sockets by which commands share one connection; nil leaves that to the configuration.
  /// Host keys are checked as the user has it. A host that is silent for so many seconds is gone.
  static func ssh(
    _ destination: String, control: String?, configuration: String? = nil, silence: Int = 15,
    program: String = "ssh"
  ) -> Transport {
    var words = [program]
    if let configuration { words += ["-F", configuration] }
    words += Self.options.flatMap { ["-o", $0] }
    words += ["-o", "ConnectTimeout=\(silence)"]
    words += ["-o", "ServerAliveInterval=\(max(1, silence / 3))", "-o", "ServerAliveCountMax=3"]
    if let control {
      words += ["-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
      words += ["-o", "ControlPath=\(control)/%C"]
    }
    let (host, port) = parts(of: destination)
    if let port { words += ["-p", port] }
    return Transport(destination: destination, prefix: words + ["-T", "--", host])
  }

  /// Nothing is asked on a terminal, and nothing of a configuration for people is in the way.
  private static let options = [
    "BatchMode=yes", "LogLevel=ERROR", "RemoteCommand=none", "RequestTTY=no",
    "ClearAllForwardings=yes",
    "ForwardX11=no", "PermitLocalCommand=no",
  ]

  /// Splits `user@host:port`; addresses with more than one colon have their port behind brackets.
  static func parts(of destination: String) -> (host: String, port: String?) {
    guard !destination.hasPrefix("ssh://"), let colon = destination.lastIndex(of: ":") else {
      return (destination, nil)
    }
    let port = destination[destination.index(after: colon)...]
    let host = destination[..<colon]
    let isBare = !host.contains(":") || (host.contains("[") && host.hasSuffix("]"))
    guard isBare, !port.isEmpty, port.allSatisfy(\.isWholeNumber) else {
      return (destination.filter { $0 != "[" && $0 != "]" }, nil)
    }
    return (host.filter { $0 != "[" && $0 != "]" }, String(port))
  }

  /// Returns the command here that runs words in the home there.
  func arguments(_ words: [String]) -> [String] {
    destination == nil
      ? words : prefix + [words.map { ShellWord.quoted($0) }.joined(separator: " ")]
  }

  /// Whether nothing can have been sent, by what a command left on standard error.
  ///
  /// - Source: ssh.c, sshconnect.c: said where no connection was made at all.
  static func neverConnected(_ errors: String) -> Bool {
    errors.split(whereSeparator: \.isNewline).contains {
      $0.hasPrefix("ssh: connect to host ") || $0.hasPrefix("ssh: Could not resolve hostname ")
    }
  }
}
