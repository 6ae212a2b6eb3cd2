/// What a command printed, how it ended, and what it left on disk.
package struct CommandRun: Sendable {
  /// Where it ran; kept as long as the run is.
  package let place: TemporaryDirectory
  package let code: Int32
  package let output: String
  /// Standard output as it came, where it may be no UTF-8.
  package let outputBytes: [UInt8]
  package let errors: String
  /// Paths that are new, changed or gone, sorted; those of directories end in a slash.
  package let written: [String]
}
