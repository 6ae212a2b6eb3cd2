package import CampaignStore
internal import EECore
internal import HostIO

/// Databases of several machines and users as one.
package struct DatabaseUnion {
  package let path: String
  /// How many runs and attempts it has, and how many of them are new in it.
  package let runs: (all: Int, new: Int)
  package let attempts: (all: Int, new: Int)
  /// How many databases it was made from, each counted once.
  package let inputs: Int
  package let conflicts: [MergeConflict]

  /// Merges databases into one; where that is there, it is one of them, and stays what it has.
  ///
  /// All are opened and checked before anything is written. The new database is there whole or not
  /// at all.
  ///
  /// - Throws: ``StoreError`` or ``Diagnostics`` at what cannot be merged; nothing is written then.
  package init(_ paths: [String], into output: String) throws {
    path = output
    let directory = Paths.directory(of: Paths.absolute(output))
    let own = Files.status(output) == nil ? nil : try DatabaseUnion.existing(output)
    try DatabaseUnion.checkWritable(directory, for: output)
    var inputs: [MergeInput] = []
    for path in paths
    where !Files.isSame(path, output) && !inputs.contains(where: { Files.isSame(path, $0.path) }) {
      inputs.append(try MergeInput(path, copiesIn: directory))
    }
    self.inputs = inputs.count + (own == nil ? 0 : 1)
    let merge = own.map(DatabaseMerge.init(into:))
    let before = try merge.map { (try $0.count("runs"), try $0.count("attempts")) } ?? (0, 0)
    let merged =
      try merge.map { try DatabaseUnion.gather(inputs, in: directory, into: $0) }
      ?? DatabaseUnion.make(inputs, in: directory, as: output)
    conflicts = merged.conflicts
    let after = (try merged.merge.count("runs"), try merged.merge.count("attempts"))
    runs = (after.0, after.0 - before.0)
    attempts = (after.1, after.1 - before.1)
  }

  private typealias Merged = (merge: DatabaseMerge, conflicts: [MergeConflict])

  /// Makes a new database.
  private static func make(
    _ inputs: [MergeInput], in directory: String, as output: String
  ) throws -> Merged {
    let merge = try DatabaseMerge(newIn: directory)
    do {
      try merge.take(inputs)
      try merge.finish(as: output)
    } catch {
      merge.discard()
      throw error
    }
    return (merge, merge.conflicts)
  }

  /// Merges into one that is there, in one transaction: very many are gathered in a new one first.
  private static func gather(
    _ inputs: [MergeInput], in directory: String, into merge: DatabaseMerge
  ) throws -> Merged {
    guard inputs.count > DatabaseMerge.most else {
      try merge.take(inputs)
      return (merge, merge.conflicts)
    }
    let gathered = try DatabaseMerge(newIn: directory)
    defer { gathered.discard() }
    try gathered.take(inputs)
    try merge.take(gathered, from: inputs)
    return (merge, gathered.conflicts + merge.conflicts)
  }

  /// Opens the database that is there already, once it is seen to be sound and at rest.
  private static func existing(_ path: String) throws -> CampaignStore {
    let reader = try CampaignStore(path, .readOnly)
    try reader.check()
    let origins = try reader.origins()
    let active = try reader.runs().first {
      origins[$0.id] == nil && RunStatus.state(of: $0) == "running"
    }
    if let active {
      throw Diagnostics(
        .needsConfirmation,
        "run \(active.id) of '\(active.workflow)' goes on in '\(path)', which it would have to wait for",
        hint: "merge into another file with -o, or wait until it has ended")
    }
    return try CampaignStore(path)
  }

  private static func checkWritable(_ directory: String, for output: String) throws(Diagnostics) {
    guard !Directories.isWritable(directory) else { return }
    let isThere = Files.status(directory)?.kind == .directory
    throw Diagnostics(
      .unwritableDirectory,
      isThere
        ? "directory '\(directory)' cannot be written, so '\(output)' cannot be made there"
        : "there is no directory '\(directory)' for '\(output)'",
      hint: "name another place with -o")
  }
}
