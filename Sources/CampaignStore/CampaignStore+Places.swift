internal import HostIO

// Where campaigns are on disk, whichever place the database was given.
extension CampaignStore {
  /// The place for all that a campaign writes, and its experiments.
  package struct CampaignPlace: Hashable, Sendable {
    /// Absolute.
    package let base: String
    /// Absolute.
    package let directory: String
  }

  /// The column of bases, which databases of the first version lack.
  var baseColumn: String { version < 2 ? "NULL" : "base" }

  /// Returns where the experiments of each campaign are, by name.
  package func campaignPlaces() throws(StoreError) -> [String: CampaignPlace] {
    let rows = try connection.rows("SELECT name, \(baseColumn), directory FROM campaigns") {
      (name: $0.text(0), base: $0.optionalText(1), directory: $0.text(2))
    }
    return rows.reduce(into: [:]) { places, row in
      let base = absolute(row.base)
      places[row.name] = CampaignPlace(
        base: base, directory: Paths.absolute(Paths.join(base, row.directory)))
    }
  }

  /// Records where the file of a run is now, and how jobs are run there, by node; called within a
  /// transaction of the owner.
  package func move(
    _ run: String, toFile file: String, jobs: [(node: String, job: String)]
  ) throws(StoreError) {
    try connection.run("UPDATE runs SET file = ? WHERE id = ?", [.text(file), .text(run)])
    for (node, job) in jobs {
      try connection.run(
        "UPDATE nodes SET job = ? WHERE run = ? AND name = ?",
        [.text(job), .text(run), .text(node)])
    }
  }

  /// A base as it is recorded: a study that is moved with its database stays right.
  func seenFromHere(_ base: String) -> String {
    let place = Paths.real(base)
    let home = Paths.real(home)
    guard place.split(separator: "/").first == home.split(separator: "/").first else {
      return place
    }
    return Paths.relative(place, to: home)
  }

  /// The directory of an attempt as it is recorded: most are below the database's own.
  func recorded(_ directory: String) -> String {
    let start = home == "/" ? home : home + "/"
    if directory.hasPrefix(start) { return String(directory.dropFirst(start.count)) }
    return seenFromHere(directory)
  }

  /// Where a recorded directory is now; older programs recorded absolute ones.
  func absolute(recorded directory: String) -> String {
    if directory.hasPrefix("/") { return directory }
    guard directory.hasPrefix("..") else { return Paths.join(home, directory) }
    return Paths.absolute(Paths.join(Paths.real(home), directory))
  }

  private func absolute(_ base: String?) -> String {
    guard let base, base != "." else { return home }
    return Paths.absolute(Paths.join(Paths.real(home), base))
  }
}
