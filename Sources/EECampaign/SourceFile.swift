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
    do throws(SystemError) {
      return try Files.read(path)
    } catch {
      let text = origin?.scalar?.text
      throw Diagnostics(
        error.isMissing ? .missingFile : .unreadableFile,
        "\(what) '\(path)' cannot be read: \(error.reason)", at: origin?.position,
        width: text?.count ?? 1, hint: hint(for: error, path))
    }
  }

  /// Reads a YAML file.
  package static func readYAML(
    _ path: String, as what: String, namedAt origin: ConfigNode? = nil
  ) throws(Diagnostics) -> ConfigNode {
    try YAMLReader.read(try read(path, as: what, namedAt: origin), file: path)
  }

  private static func hint(for error: SystemError, _ path: String) -> String? {
    let directory = Paths.directory(of: path)
    guard error.isMissing else { return nil }
    guard let names = try? Directories.names(in: directory) else {
      return "there is no directory '\(directory)'"
    }
    let nearest = Suggestion.nearestSpelling(to: Paths.name(of: path), among: names)
    return nearest.map { "did you mean '\(Paths.join(directory, $0))'?" }
      ?? "paths are relative to the file that names them"
  }
}
