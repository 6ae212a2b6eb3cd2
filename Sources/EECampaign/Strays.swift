internal import CampaignStore
internal import HostIO

/// Directories and files under temporary names, which only an interrupted command leaves behind.
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
    let code = CodeSnapshot.place(below: directory)
    return (Files.isLink(code) ? [directory] : [directory, code]).flatMap { parent in
      ((try? Directories.names(in: parent)) ?? []).filter(isTemporaryName)
        .map { Paths.join(parent, $0) }.filter(isAbandoned)
    }
  }

  private static func isAbandoned(_ path: String) -> Bool {
    guard !Files.isLink(path), let status = Files.status(path) else { return false }
    return status.kind == .directory && WallClock.now() - status.modified > age
  }

  /// The directories in which applying a plan writes under temporary names.
  static func places(of directory: String, _ store: CampaignStore) -> [String] {
    let code = CodeSnapshot.place(below: directory)
    let home = Paths.directory(of: Paths.absolute(store.path))
    return (Files.isLink(code) ? [directory] : [directory, code])
      + (home == Paths.absolute(directory) ? [] : [home])
  }

  /// Returns what stands under some temporary names in some directories.
  static func paths(_ names: Set<String>, in places: [String]) -> [String] {
    places.flatMap { place in
      names.sorted().filter(isTemporaryName).map { Paths.join(place, $0) }
    }.filter { Files.status($0) != nil && !Files.isLink($0) }
  }

  /// Removes what stands under some temporary names in some directories.
  static func remove(_ names: Set<String>, in places: [String]) throws(SystemError) {
    for path in paths(names, in: places) { try remove(path) }
  }

  /// Removes a directory with all in it, or a file.
  static func remove(_ path: String) throws(SystemError) {
    Files.status(path)?.kind == .directory
      ? try Directories.removeTree(path) : try Files.remove(path)
  }
}
