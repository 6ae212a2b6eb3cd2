import EECore
import HostIO
import TestSupport
import Testing

@testable import CampaignStore

/// Databases of older versions: read as they are, and brought up to date by a writer.
@Suite struct MigrationTests {
  private let place: TemporaryDirectory
  private var path: String { place.at("old.db") }

  init() throws { place = try TemporaryDirectory() }

  /// Makes a database with the tables of an older version and one experiment in them.
  private func makeOld(_ version: Int) throws {
    try Connection(path, .readWrite).execute(
      """
      \(Schema.migrations[..<version].joined(separator: "\n"))
      PRAGMA application_id = \(Schema.applicationID);
      PRAGMA user_version = \(version);
      INSERT INTO campaigns (name, file, directory, axes) VALUES ('a', 'a', 'x', '[]');
      INSERT INTO experiments (id, campaign, point, identifier, uuid, parameters) VALUES
        (7, 'a', 1, 'two', 'u2', '{"n":2}'), (9, 'a', 0, 'one', 'u1', '{"n":1}');
      INSERT INTO files VALUES
        (7, 'job.sh', '00000000000000010000000000000002', 3, 1763841234123456789),
        (7, 'say "hi"', 'ffffffffffffffffffffffffffffffff', 0, -1);
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('r', 'w', '/w', 'done', '1');
      INSERT INTO nodes (id, run, name, kind, "group", state, uuid)
        VALUES (1, 'r', 'train/two', 'job', 'train', 'done', 'u2');
      INSERT INTO attempts (id, node, number, directory, state, submitted)
        VALUES ('t', 1, 1, '/d', 'done', '1');
      """)
  }

  private let files = [
    CampaignStore.FileRecord(
      name: "job.sh", fingerprint: Fingerprint(high: 1, low: 2), size: 3,
      modified: 1_763_841_234_123_456_789, identity: nil),
    CampaignStore.FileRecord(
      name: "say \"hi\"", fingerprint: Fingerprint(high: .max, low: .max), size: 0, modified: -1,
      identity: nil),
  ]

  private func expectContent(of store: CampaignStore) throws {
    #expect(try store.campaignPlaces()["a"]?.directory == place.at("x"))
    #expect(
      try store.listedExperiments().map { "\($0.identifier) \($0.uuid) \($0.parameters)" }
        == [#"one u1 {"n":1}"#, #"two u2 {"n":2}"#])
    #expect(try store.recordedExperiments(campaign: "a").map(\.id) == [9, 7])
    #expect(try store.files(of: "two", campaign: "a") == files)
    #expect(try store.files(of: "one", campaign: "a") == [])
  }

  @Test(arguments: [1, 2])
  func `a reader takes a database of an older version as it is`(version: Int) throws {
    try makeOld(version)
    let reader = try CampaignStore(path, .readOnly)
    try expectContent(of: reader)
    #expect(try reader.connection.rows("PRAGMA user_version") { $0.int(0) } == [version])
  }

  @Test(arguments: [1, 2])
  func `a writer brings an older version up to date and loses nothing`(version: Int) throws {
    try makeOld(version)
    let writer = try CampaignStore(path)
    try expectContent(of: writer)
    #expect(try writer.connection.rows("PRAGMA user_version") { $0.int(0) } == [Schema.version])
    #expect(try writer.connection.rows("PRAGMA foreign_key_check") { $0.text(0) } == [])
    #expect(try writer.connection.rows("SELECT experiment FROM results") { $0.text(0) } == ["two"])
    try writer.check()
  }

  @Test(arguments: [1, 2])
  func `an older version that was brought up to date has the schema of a new one`(
    version: Int
  ) throws {
    try makeOld(version)
    func schema(_ path: String) throws -> [String] {
      try CampaignStore(path).connection.rows(
        "SELECT coalesce(sql, name) FROM sqlite_schema WHERE name <> 'experiments_by_uuid' "
          + "ORDER BY name"
      ) { $0.text(0) }
    }
    let brought = try schema(path)
    #expect(try brought == schema(place.at("new.db")))
    #expect(brought.count > 15)
  }
}
