import CampaignStore
import HostIO
import TestSupport
import Testing

@Suite struct CampaignStoreTests {
  @Test func `a new database is a write-ahead log with our mark`() throws {
    let place = try TemporaryDirectory()
    let store = try CampaignStore(place.at("a.db"))
    #expect(try store.connection.rows("PRAGMA journal_mode") { $0.text(0) } == ["wal"])
    #expect(try store.connection.rows("PRAGMA application_id") { $0.int(0) } == [0x636D_7331])
    #expect(try store.connection.rows("PRAGMA foreign_keys") { $0.int(0) } == [1])
    try store.check()
  }

  @Test func `opening again changes nothing`() throws {
    let place = try TemporaryDirectory()
    _ = try CampaignStore(place.at("a.db"))
    let before = try place.read("a.db")
    _ = try CampaignStore(place.at("a.db"))
    #expect(try place.read("a.db") == before)
    #expect(try place.names() == ["a.db"])
  }

  @Test func `many that open a new database at once make one set of tables`() async throws {
    let place = try TemporaryDirectory()
    let path = place.at("a.db")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let store = try CampaignStore(path)
          try store.insertRun(
            id: "run\(number)", workflow: "w\(number)", file: "/w.yaml", after: nil,
            owner: ("h", .current()), nodes: [], edges: [])
        }
      }
      try await group.waitForAll()
    }
    #expect(try CampaignStore(path, .readOnly).runs().count == 8)
  }

  @Test func `reading leaves nothing behind`() throws {
    let place = try TemporaryDirectory()
    _ = try CampaignStore(place.at("a.db"))
    do {
      let store = try CampaignStore(place.at("a.db"), .readOnly)
      #expect(try store.runs() == [])
      #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM runs") }
    }
    #expect(try place.names() == ["a.db"])
  }

  @Test func `what is written is there for a reader that is open already`() throws {
    let place = try TemporaryDirectory()
    let writer = try CampaignStore(place.at("a.db"))
    let reader = try CampaignStore(place.at("a.db"), .readOnly)
    try writer.insertRun(
      id: "r", workflow: "w", file: "/w.yaml", after: nil, owner: ("h", .current()), nodes: [],
      edges: [])
    #expect(try reader.runs().map(\.id) == ["r"])
  }

  @Test(arguments: [
    (
      "results",
      [
        "run", "node", "attempt", "state", "cause", "host", "gpu", "exit_code", "submitted",
        "started", "ended", "seconds", "experiment", "uuid", "parameters",
      ]
    ), ("metrics", ["run", "node", "attempt", "name", "value", "unit", "step"]),
  ])
  func `the promised views have the promised columns`(view: String, columns: [String]) throws {
    let place = try TemporaryDirectory()
    let store = try CampaignStore(place.at("a.db"))
    let found = try store.connection.rows("SELECT name FROM pragma_table_info('\(view)')") {
      $0.text(0)
    }
    #expect(found == columns)
  }

  @Test func `a result has one row, however many names its experiment has`() throws {
    let store = try CampaignStore(":memory:")
    try store.connection.execute(
      """
      INSERT INTO campaigns (name, directory, axes) VALUES ('a', 'x', '[]');
      INSERT INTO experiments (campaign, point, identifier, uuid, parameters) VALUES
        ('a', 0, 'old', 'u1', '{"n":1}'), ('a', 0, 'new', 'u1', '{"n":1}'),
        ('a', 1, 'other', 'u2', '{"n":2}');
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('r', 'w', '/w', 'done', '1');
      INSERT INTO nodes (id, run, name, kind, "group", state, uuid) VALUES
        (1, 'r', 'train/new', 'job', 'train', 'done', 'u1'),
        (2, 'r', 'train/gone', 'job', 'train', 'done', 'u2'),
        (3, 'r', 'fetch', 'job', NULL, 'done', NULL);
      INSERT INTO attempts (id, node, number, directory, state, submitted) VALUES
        ('t', 1, 1, '/d', 'done', '1'), ('u', 2, 1, '/d', 'done', '2'), ('v', 3, 1, '/d', 'done', '3');
      """)
    let rows = try store.connection.rows(
      "SELECT node, experiment, parameters FROM results ORDER BY node"
    ) { [$0.text(0), $0.text(1), $0.text(2)] }
    #expect(
      rows == [
        ["fetch", "", ""], ["train/gone", "other", #"{"n":2}"#], ["train/new", "new", #"{"n":1}"#],
      ])
  }

  @Test func `a transaction that fails leaves nothing`() throws {
    let place = try TemporaryDirectory()
    let store = try CampaignStore(place.at("a.db"))
    #expect(throws: StoreError.self) {
      try store.connection.transaction { () throws(StoreError) in
        try store.insertNothing()
        try store.connection.execute("INSERT INTO nowhere VALUES (1)")
      }
    }
    #expect(try store.connection.rows("SELECT count(*) FROM events") { $0.int(0) } == [0])
  }
}

extension CampaignStore {
  fileprivate func insertNothing() throws(StoreError) {
    try recordEvent("nothing", run: "r", node: nil, attempt: nil, detail: nil)
  }
}
