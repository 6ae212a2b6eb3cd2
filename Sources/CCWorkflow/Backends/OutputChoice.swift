internal import Glibc

/// Which of the files that a job leaves on another host are brought back.
struct OutputChoice: Hashable, Sendable {
  /// Bytes of a file, and of all files of a job, up to which those come that nobody has named.
  static let mostOfFile = 100 << 20
  static let mostOfJob = 1 << 30

  /// What is brought back, as seen from the directory of the job; patterns of the shell.
  private(set) var patterns: [String] = []
  /// What is not; patterns of whole paths, or of names at any depth.
  private(set) var excluded: [String] = []
  /// Whether all is brought back that the job has made or changed, within bounds.
  private(set) var takesAll = false

  /// Only the log and the records.
  static let nothing = OutputChoice()

  private init() {}

  /// Reads what a workflow says: patterns, with `!` before those that stay there.
  ///
  /// What has only those takes all others; nil stands for nothing said, which is all of an experiment.
  init(_ entries: [String]?, isExperiment: Bool) {
    excluded = (entries ?? []).filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
    patterns = (entries ?? []).filter { !$0.hasPrefix("!") }
    takesAll = patterns.isEmpty && (entries == nil ? isExperiment : !excluded.isEmpty)
  }

  var isNothing: Bool { patterns.isEmpty && !takesAll }

  /// Whether a path below the directory of the job stays on the host.
  func excludes(_ name: String) -> Bool {
    guard !excluded.isEmpty else { return false }
    let parts = name.split(separator: "/")
    return excluded.contains { pattern in
      guard pattern.contains("/") else {
        return parts.contains { fnmatch(pattern, String($0), 0) == 0 }
      }
      return parts.indices.contains { last in
        fnmatch(pattern, parts[...last].joined(separator: "/"), FNM_PATHNAME) == 0
      }
    }
  }
}
