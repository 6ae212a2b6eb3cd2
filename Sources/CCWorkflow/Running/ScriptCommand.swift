internal import HostIO

/// Finds out how a script file is run: by its suffix, its permission, or its first line.
enum ScriptCommand {
  /// Returns the words that run a script.
  ///
  /// The path is as the job will see it from where it runs, `file` is the same as we see it; the
  /// `bin` of `venv` holds the Python to use.
  static func command(for path: String, file: String, venv: String? = nil) -> [String] {
    let python = venv.map { Paths.join(Paths.join($0, "bin"), "python3") } ?? "python3"
    let target = path.contains("/") ? path : "./\(path)"
    if path.hasSuffix(".py") { return [python, target] }
    if path.hasSuffix(".ipynb") {
      let papermill = venv.map { Paths.join(Paths.join($0, "bin"), "papermill") } ?? "papermill"
      return [papermill, target, Paths.name(of: String(path.dropLast(6))) + "-output.ipynb"]
    }
    if Files.status(file)?.isExecutable == true { return [target] }
    return (interpreter(of: file) ?? ["/bin/sh"]) + [target]
  }

  /// The words behind `#!` in the first line: a program and at most one argument.
  private static func interpreter(of file: String) -> [String]? {
    // The kernel takes no longer line.
    guard let bytes = try? Files.start(of: file, count: 256), bytes.starts(with: "#!".utf8) else {
      return nil
    }
    let line = bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
    guard !words.isEmpty else { return nil }
    return words.map { word in String(word.drop { $0 == " " }) }
  }
}
