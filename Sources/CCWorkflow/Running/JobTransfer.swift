/// What a job needs on another host than this machine.
struct JobTransfer: Hashable, Sendable {
  /// The words that run it there, from its directory.
  let command: [String]
  /// Its script here, absolute; nil where it has none of its own.
  var script: String?
  /// Files and directories below its directory that it finds there too.
  let inputs: [String]
  /// Patterns of what it leaves that is brought back, and of what is not; nil where nothing is said.
  let outputs: [String]?
}
