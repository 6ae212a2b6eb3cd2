/// What a job needs on another host; all of its places there are below the host's root.
struct RemoteJob {
  /// A file or a directory that is there before the job starts.
  struct Input: Hashable, Sendable {
    /// Here, absolute.
    let path: String
    /// There.
    let name: String
  }

  /// When a batch system starts it by itself.
  struct Turn: Hashable, Sendable {
    /// Those of a lower one are handed over first.
    let level: Int
    /// What it waits for; nil for nothing.
    let wait: Int?
  }

  /// Where its script, its records and its log are.
  let attempt: String
  /// The node, in letters that a batch system may see.
  var name = ""
  /// Where it runs.
  let directory: String
  /// All that it finds in its environment besides what the host gives it.
  let environment: [String: String]
  var inputs: [Input] = []
  /// What is brought back into the job's directory here.
  var outputs = OutputChoice.nothing
  /// When it was to start, by our clock and in our spelling of times.
  var submitted = ""
  /// What the batch system of the host is told besides.
  var options: [String] = []
  /// Nil where a runner starts it in its turn.
  var turn: Turn?
}
