internal import EECore
internal import HostIO

/// The commit of a study's code, and what differs from it.
enum CodeFacts {
  /// Larger differences are named by their hash only.
  private static let longestDifference = 1 << 17

  /// Asks git about the directory of a study; nothing where it is in no repository.
  static func gathered(in directory: String) -> Facts {
    guard isInRepository(directory), let commit = git(["rev-parse", "HEAD"], in: directory) else {
      return Facts([])
    }
    var members = [(name: "code.commit", value: commit)]
    if let remote = git(["config", "--get", "remote.origin.url"], in: directory) {
      members.append(("code.remote", remote))
    }
    if let branch = git(["rev-parse", "--abbrev-ref", "HEAD"], in: directory) {
      members.append(("code.branch", branch))
    }
    let difference = git(["diff", "HEAD", "--"], in: directory) ?? ""
    members.append(("code.dirty", difference.isEmpty ? "no" : "yes"))
    if !difference.isEmpty {
      members.append(("code.difference_hash", Fingerprint(Array(difference.utf8)).text))
      if difference.utf8.count <= longestDifference {
        members.append(("code.difference", SecretText.redactedLines(difference)))
      }
    }
    return Facts(members)
  }

  /// Whether some directory above is a repository: most studies of students are in none, and pay nothing.
  private static func isInRepository(_ directory: String) -> Bool {
    var place = Paths.absolute(directory)
    while true {
      if Files.status(Paths.join(place, ".git")) != nil { return true }
      let parent = Paths.directory(of: place)
      if parent == place { return false }
      place = parent
    }
  }

  private static func git(_ words: [String], in directory: String) -> String? {
    guard let answer = try? Spawn.output(of: ["git", "-C", directory] + words), answer.code == 0
    else { return nil }
    var text = String(decoding: answer.output, as: UTF8.self)
    while text.last == "\n" { text.removeLast() }
    return text.isEmpty ? nil : text
  }
}
