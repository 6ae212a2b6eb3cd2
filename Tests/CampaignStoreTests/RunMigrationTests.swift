import TestSupport
import Testing

@testable import CampaignStore

/// What version 3 added for runs: read from older databases as absent, and added by a writer.
@Suite struct RunMigrationTests {
  private let place: TemporaryDirectory
  private var path: String { place.at("old.db") }

  init() throws {
    place = try TemporaryDirectory()
    try Connection(path, .readWrite).execute(
      """
      \(Schema.migrations[..<2].joined(separator: "\n"))
      PRAGMA application_id = \(Schema.applicationID);
      PRAGMA user_version = 2;
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('r', 'w', '/w', 'done', '1');
      INSERT INTO nodes (id, run, name, kind, state) VALUES (1, 'r', 'a', 'job', 'failed');
      INSERT INTO attempts (id, node, number, directory, state, neighbours, submitted, gpu, killed)
        VALUES ('t', 1, 1, '/d', 'failed', 0, '1', '0,1', 1);
      """)
  }

  private func expectContent(of store: CampaignStore) throws {
    #expect(try store.nodes(of: "r") == [NodeRecord(name: "a", kind: .job, state: .failed)])
    let attempt = AttemptRecord(
      id: "t", node: "a", number: 1, directory: "/d", state: .failed, boot: "", neighbours: 0,
      input: nil, submitted: "1", isKilled: true, gpu: "0,1")
    #expect(try store.latestAttempts(of: "r") == ["a": attempt])
    #expect(try store.axesOfGroups(in: "r") == [])
    #expect(try store.openRequests(of: "r") == [])
    #expect(try store.request(1) == nil)
  }

  @Test func `a reader takes a run of version 2 as it is`() throws {
    let reader = try CampaignStore(path, .readOnly)
    try expectContent(of: reader)
    #expect(try reader.connection.rows("PRAGMA user_version") { $0.int(0) } == [2])
  }

  @Test func `a writer brings it up to date, loses nothing, and takes requests`() throws {
    let writer = try CampaignStore(path)
    try expectContent(of: writer)
    #expect(try writer.connection.rows("PRAGMA user_version") { $0.int(0) } == [Schema.version])
    try writer.insert(
      [NodeRecord(name: "b", kind: .job, parameters: "{\"n\":1}", axes: "[]")], [], run: "r")
    #expect(try writer.nodes(of: "r").last?.parameters == "{\"n\":1}")
    #expect(try writer.axesOfGroups(in: "r") == ["[]"])
    #expect(try writer.insertRequest(.cancel, nodes: ["a"], run: "r") == 1)
  }
}
