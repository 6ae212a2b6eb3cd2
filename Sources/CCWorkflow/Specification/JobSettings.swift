internal import EECore

/// All that a node says of one of its jobs, its frames followed.
struct JobSettings: Hashable, Sendable {
  enum Work: Hashable, Sendable {
    /// Nothing: it is done when it is reached.
    case marker
    /// A script file, run by its suffix or its first line.
    case script(path: String)
    /// Text for the shell.
    case shell(String)
    /// What a sweep renders.
    case sweep
  }

  var work: Work
  var request = ResourceRequest()
  /// Nanoseconds of run time.
  var limit: Int64?
  /// Nanoseconds between the request to end and the kill; nil for the usual ones.
  var grace: Int64?
  var retry: RetryPolicy?
  /// Where it runs, relative to the workflow file; nil for that file's directory.
  var directory: String?
  var environment: [String: String] = [:]
  /// Variables of its environment that are computed when it starts.
  var computed: [String: ConditionText] = [:]
  /// What a job on another host finds in its directory, from the same place here.
  var inputs: [String] = []
  /// Patterns of what it leaves there that is brought back, and of what is not; nil where nothing is said.
  var outputs: [String]?
  /// A directory whose `bin` holds the Python to use.
  var venv: String?

  /// Returns the same, with files of declared results among what comes back from another host.
  ///
  /// Of an experiment of which nothing is said all comes back anyway, as where only exceptions are.
  func bringing(_ results: [ResultSpec], isExperiment: Bool = false) -> JobSettings {
    let files = results.compactMap(\.file).filter { !(outputs ?? []).contains($0) }
    let takesAll =
      outputs.map { !$0.isEmpty && $0.allSatisfy { $0.hasPrefix("!") } } ?? isExperiment
    guard !files.isEmpty, !takesAll else { return self }
    var settings = self
    settings.outputs = (outputs ?? []) + files
    return settings
  }

  /// The script file, if it runs one.
  var script: String? {
    guard case .script(let path) = work else { return nil }
    return path
  }
}
