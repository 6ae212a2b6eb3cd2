package import EECore
internal import HostIO

/// Reading the user's files, with messages for what cannot be read.
package enum SourceFile {
  /// Returns the bytes of a file.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - what: what the file is to the user, such as `template`.
  ///   - origin: where the file is named, for the message; nil for the command line.
  /// - Returns: all of them.
  /// - Throws: ``Diagnostics`` EE101, or EE302 where it is missing.
  package static func read(
    _ path: String, as what: String, namedAt origin: ConfigNode? = nil
  ) throws(Diagnostics) -> [UInt8] {
    // Reading a pipe that nobody writes would wait for ever.
    guard Files.status(path)?.kind != .other else {
      throw Diagnostics(
        .unreadableFile, "\(what) '\(path)' is a pipe, socket or device, expected a file",
        at: origin?.position, width: origin?.scalar?.text.count ?? 1)
    }
    do throws(SystemError) {
      return try Files.read(path)
    } catch {
      let text = origin?.scalar?.text
      throw Diagnostics(
        error.isMissing ? .missingFile : .unreadableFile,
        "\(what) '\(path)' cannot be read: \(error.reason)", at: origin?.position,
        width: text?.count ?? 1, hint: hint(for: error, path, namedAt: origin))
    }
  }

  /// Returns the path that a value names: relative to its own file, or here for an option's.
  static func path(namedBy node: ConfigNode) -> String {
    Paths.join(Paths.directory(of: node.position.file), node.scalar?.text ?? "")
  }

  /// Reads a YAML or JSON file, whichever its name says.
  package static func readConfig(
    _ path: String, as what: String, namedAt origin: ConfigNode? = nil
  ) throws(Diagnostics) -> ConfigNode {
    try readConfig(path, as: what, namedAt: origin, keepingLast: false).root
  }

  /// Reads a YAML or JSON file, where the last of duplicate keys may win with a warning.
  static func readConfig(
    _ path: String, as what: String, namedAt origin: ConfigNode?, keepingLast: Bool
  ) throws(Diagnostics) -> (root: ConfigNode, warnings: [Diagnostic]) {
    let bytes = try read(path, as: what, namedAt: origin)
    return path.hasSuffix(".json")
      ? try JSONReader.read(bytes, file: path, keepingLast: keepingLast)
      : try YAMLReader.read(bytes, file: path, keepingLast: keepingLast)
  }

  private static func hint(
    for error: SystemError, _ path: String, namedAt origin: ConfigNode?
  ) -> String? {
    let directory = Paths.directory(of: path)
    guard error.isMissing else { return nil }
    guard let names = try? Directories.names(in: directory) else {
      return "there is no directory '\(directory)'"
    }
    let nearest = Suggestion.nearestSpelling(to: Paths.name(of: path), among: names)
    return nearest.map { "did you mean '\(Paths.join(directory, $0))'?" }
      ?? advice(origin)
  }

  private static func advice(_ origin: ConfigNode?) -> String {
    guard let origin else { return "paths are relative to the current directory" }
    return origin.position.file.hasPrefix("--")
      ? "it is looked for in the current directory, or in --source_dir"
      : "paths are relative to the file that names them"
  }
}
