import Testing

@testable import EECore

/// The database refuses by itself what the checks before it would have let pass.
@Suite struct ExpressionDatabaseTests {
  @Test(arguments: [
    "ATTACH ':memory:' AS other", "PRAGMA user_version = 3", "PRAGMA table_xinfo(points0)",
    "DROP TABLE points0", "DELETE FROM points0", "UPDATE points0 SET a = 1",
    "CREATE TABLE points1(a)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP TRIGGER t AFTER INSERT ON points0 BEGIN SELECT 1; END",
    "SELECT * FROM sqlite_master", "INSERT INTO sqlite_master VALUES (1, 2, 3, 4, 5)", "VACUUM",
    "SELECT load_extension('x')", "SELECT sqlite_log(1, 'x')", "BEGIN", "ALTER TABLE points0 ADD b",
    "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
    "SELECT * FROM pragma_database_list", "CREATE VIRTUAL TABLE v USING fts5(a)",
  ])
  func `nothing but rows of its tables is touched`(sql: String) throws {
    let database = try ExpressionDatabase()
    try database.create(table: "points0", as: "CREATE TABLE points0(a NUMERIC)")
    #expect(throws: ExpressionFailure.self) { try database.run(try database.prepare(sql)) }
  }

  @Test func `only the table that is meant is created`() throws {
    let database = try ExpressionDatabase()
    #expect(throws: ExpressionFailure.self) {
      try database.create(table: "points0", as: "CREATE TABLE other(a NUMERIC)")
    }
    #expect(throws: ExpressionFailure.self) {
      try database.create(table: "points0", as: "CREATE TABLE points0 AS SELECT 1 AS a")
    }
  }

  @Test func `what would take minutes is stopped`() throws {
    let database = try ExpressionDatabase()
    try database.create(table: "points0", as: "CREATE TABLE points0(a NUMERIC)")
    let rows = Array(repeating: "(1)", count: 100).joined(separator: ",")
    try database.run(try database.prepare("INSERT INTO points0 VALUES \(rows)"))
    let endless = try database.prepare(
      "SELECT count(*) FROM points0 a, points0 b, points0 c, points0 d, points0 e WHERE a.a + e.a = 7"
    )
    let failure = #expect(throws: ExpressionFailure.self) { try database.step(endless) }
    #expect(failure?.message == "interrupted")
  }
}
