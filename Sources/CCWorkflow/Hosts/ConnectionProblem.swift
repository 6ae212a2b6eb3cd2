internal import EECore

/// Why a host cannot be reached, in the words of what was to reach it, and what to do about that.
package struct ConnectionProblem: Hashable, Sendable {
  package let text: String
  package let advice: String?
  /// Whether the host is not who it is known as, or nobody knows who it is.
  private var isAboutKey = false

  private static let changedKey = "REMOTE HOST IDENTIFICATION HAS CHANGED"
  private static let unknownKey = "Host key verification failed"

  /// What ssh says, from the most special to the most general, and what helps.
  ///
  /// - Source: OpenSSH 9.2: sshconnect.c, sshconnect2.c, ssh.c
  private static let remedies: [(words: String, advice: String)] = [
    (
      changedKey,
      "find out why; only if that is right, remove the known one: REMOVAL; then call 'ssh DEST' once "
        + "by hand, and compare the new one"
    ),
    (
      unknownKey,
      "its key is not known here: call 'ssh DEST' once by hand, and compare the key"
    ),
    (
      "Too many authentication failures",
      "too many keys are offered: name one in ~/.ssh/config (IdentityFile, IdentitiesOnly yes)"
    ),
    (
      "Permission denied",
      "it accepts none of your keys without a question: ssh-copy-id DEST puts one there, ssh-add "
        + "unlocks one"
    ),
    (
      "Could not resolve hostname",
      "the name is not known here: is it spelled right, is it in ~/.ssh/config, is the VPN connected?"
    ),
    ("Connection refused", "nothing listens there for ssh: is the port right?"),
    ("timed out", "is the host on, and can it be reached from this network (VPN, jump host)?"),
    ("No route to host", "is the host on, and can it be reached from this network (VPN)?"),
    ("Network is unreachable", "this machine has no network that leads there"),
  ]

  /// Reads what a command left that was to reach a host.
  init(_ reason: String, errors: String, isLate: Bool, destination: String?) {
    let found = ConnectionProblem.remedies.first { errors.contains($0.words) }
    // Of several lines the last one says only what follows from the others.
    text =
      found?.words == Self.changedKey
      ? "its host key has changed, so nothing is sent there" : reason
    isAboutKey = found?.words == Self.changedKey || found?.words == Self.unknownKey
    advice =
      isLate
      ? "it may hang in what a login does there (.bashrc, a file system that is away)"
      : found?.advice.replacing("DEST", with: destination ?? "").replacing(
        "REMOVAL", with: Self.removal(errors, of: destination ?? ""))
  }

  /// The command that makes a key forgotten: as ssh says it, where it does.
  private static func removal(_ errors: String, of destination: String) -> String {
    let lines = errors.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
    if let line = lines.first(where: { $0.hasPrefix("ssh-keygen -") && $0.contains(" -R ") }) {
      return String(line)
    }
    let (host, port) = Transport.parts(of: destination)
    let name = host.split(separator: "@").last.map(String.init) ?? host
    return "ssh-keygen -R \(ShellWord.quoted(port.map { "[\(name)]:\($0)" } ?? name))"
  }

  /// One line for a run, in which only what somebody has to do by hand is advised.
  var summary: String {
    guard isAboutKey, let advice else { return text }
    return "\(text.hasSuffix(".") ? String(text.dropLast()) : text): \(advice)"
  }

  /// There is nothing to do but what the text says.
  init(_ text: String, advice: String? = nil) {
    self.text = text
    self.advice = advice
  }
}

extension ConnectionProblem {
  init(_ result: RemoteCommand.Result, destination: String?) {
    self.init(
      result.reason, errors: result.errors, isLate: result.isLate, destination: destination)
  }
}
