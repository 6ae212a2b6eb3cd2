/// Why a host cannot be reached, in the words of what was to reach it, and what to do about that.
package struct ConnectionProblem: Hashable, Sendable {
  package let text: String
  package let advice: String?

  /// What ssh says, from the most special to the most general, and what helps.
  ///
  /// - Source: OpenSSH 9.2: sshconnect.c, sshconnect2.c, ssh.c
  private static let remedies: [(words: String, advice: String)] = [
    (
      "REMOTE HOST IDENTIFICATION HAS CHANGED",
      "its key is not the one that is known: find out why before you remove that one "
        + "(ssh-keygen -R HOST)"
    ),
    (
      "Host key verification failed",
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
      found?.words == "REMOTE HOST IDENTIFICATION HAS CHANGED" ? "its host key has changed" : reason
    advice =
      isLate
      ? "it may hang in what a login does there (.bashrc, a file system that is away)"
      : found?.advice.replacing("DEST", with: destination ?? "")
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
