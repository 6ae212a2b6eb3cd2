internal import HostIO

/// Directories under temporary names, which only an interrupted command leaves behind.
enum Strays {
  private static let prefix = ".tmp-"
  /// A command that lives touches its own all the time; younger ones may be some other host's.
  private static let age: Int64 = 3600 * 1_000_000_000

  /// So long that nobody else gives a directory such a name by chance.
  static func temporaryName() -> String {
    prefix + String(UInt64.random(in: 1_000_000_000_000_000_000 ... .max))
  }

  private static func isTemporaryName(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let digits = name.dropFirst(prefix.count)
    return (19...20).contains(digits.utf8.count)
      && UInt64(digits).map(String.init) == String(digits)
  }

  /// Returns those in a campaign's directory that nobody has touched for an hour.
  static func abandoned(in directory: String) -> [String] {
    let code = Paths.join(directory, ".code")
    return (Files.isLink(code) ? [directory] : [directory, code]).flatMap { parent in
      ((try? Directories.names(in: parent)) ?? []).filter(isTemporaryName)
        .map { Paths.join(parent, $0) }.filter(isAbandoned)
    }
  }

  private static func isAbandoned(_ path: String) -> Bool { isAbandoned(path, .directory) }

  private static func isAbandoned(_ path: String, _ kind: Files.Status.Kind) -> Bool {
    guard !Files.isLink(path), let status = Files.status(path) else { return false }
    return status.kind == kind && WallClock.now() - status.modified > age
  }

  /// Removes files under the temporary names of ``NewFile`` that nobody has touched for an hour.
  static func removeFiles(beside path: String) {
    let directory = Paths.directory(of: path)
    for name in (try? Directories.names(in: directory)) ?? [] where isTemporaryFile(name) {
      let stray = Paths.join(directory, name)
      if isAbandoned(stray, .file) { try? Files.remove(stray) }
    }
  }

  /// Such names are `.tmp-PROCESS-NUMBER`.
  private static func isTemporaryFile(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { UInt64($0).map(String.init) == String($0) }
  }
}
