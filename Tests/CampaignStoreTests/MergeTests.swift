import HostIO
import TestSupport
import Testing

@testable import CampaignStore

/// Databases as one: the union, in whatever order they come.
@Suite struct MergeTests {
  private let place: TemporaryDirectory
  private let history: SampleHistory

  init() throws {
    place = try TemporaryDirectory()
    history = SampleHistory(place: place)
  }

  private func rows(_ sql: String, in name: String) throws -> [String] {
    try CampaignStore(place.at(name), .readOnly).connection.rows(sql) { $0.text(0) }
  }

  private func change(_ name: String, _ sql: String) throws {
    try Connection(place.at(name), .readWrite).execute(sql)
  }

  @Test func `different runs are all there, with all that belongs to them`() throws {
    try history.make("a.db", runs: [("r1", 6)])
    try history.make("b.db", runs: [("r2", 4)])
    #expect(try history.merge(["a.db", "b.db"], into: "all.db") == [])
    let inputs = try (history.content("a.db") + history.content("b.db")).sorted()
    let merged = try history.content("all.db")
    #expect(merged.filter { !$0.hasPrefix("origins") } == inputs)
    #expect(
      merged.filter { $0.hasPrefix("origins") }
        == [#"origins ["r1","a.db","h"]"#, #"origins ["r2","b.db","h"]"#])
  }

  @Test(arguments: 0..<6)
  func `of a run that was copied earlier the further record counts`(level: Int) throws {
    try history.make("early.db", runs: [("r", level)])
    try history.make("late.db", runs: [("r", level + 1)])
    for names in [["early.db", "late.db"], ["late.db", "early.db"]] {
      #expect(try history.merge(names, into: "all.db") == [])
      #expect(
        try history.content("all.db").filter { !$0.hasPrefix("origins") }
          == history.content("late.db"))
      try Files.remove(place.at("all.db"))
    }
  }

  @Test(arguments: 0..<30)
  func `order, grouping and repetition make no difference`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let names = ["a.db", "b.db", "c.db"]
    for name in names {
      let ids = ["r1", "r2", "r3"].filter { _ in Bool.random(using: &random) }
      try history.make(
        name, runs: ids.map { ($0, Int.random(in: 0...SampleHistory.end, using: &random)) })
      for campaign in ["c1", "c2"] where Bool.random(using: &random) {
        let axes = Bool.random(using: &random) ? #"[{"name":"n"}]"# : #"[{"name":"m"}]"#
        let experiments = ["e1", "e2", "e3"].filter { _ in Bool.random(using: &random) }.map {
          (uuid: "\(Int.random(in: 1...2, using: &random))aaaaaaa-\($0)", identifier: $0)
        }
        try history.add(campaign: campaign, axes: axes, experiments: experiments, to: name)
      }
    }
    try history.merge(names, into: "abc.db")
    try history.merge(names.reversed(), into: "cba.db")
    try history.merge(["a.db", "b.db"], into: "ab.db")
    try history.merge(["ab.db", "c.db"], into: "ab-c.db")
    try history.merge(["c.db", "b.db"], into: "bc.db")
    try history.merge(["a.db", "bc.db"], into: "a-bc.db")
    try history.merge(["abc.db", "b.db", "ab.db", "abc.db"], into: "again.db")
    let expected = try history.content("abc.db")
    for name in ["cba.db", "ab-c.db", "a-bc.db", "again.db"] {
      let found = try history.content(name)
      #expect(found == expected, "\(name)")
    }
    #expect(try place.names().filter { $0.hasPrefix(".") || $0.contains("-wal") } == [])
  }

  @Test func `two histories of one run keep all attempts, numbered as they were submitted`() throws
  {
    try history.make("a.db", runs: [("r", 2)])
    try history.make("b.db", runs: [("r", 2)])
    for (name, time) in [("a.db", 5), ("b.db", 4)] {
      try change(
        name,
        """
        INSERT INTO attempts (id, node, number, directory, state, submitted)
        SELECT 'of-\(name)', id, 2, 'd', 'failed', '\(SampleHistory.time(time))'
        FROM nodes WHERE name = 'first'
        """)
    }
    let conflicts = try history.merge(["a.db", "b.db"], into: "ab.db")
    #expect(
      conflicts.map(\.text) == [
        "attempt 2 of 'first' in run r is another one in '\(place.at("b.db"))' than in 'a.db': "
          + "both are kept, with numbers in the order in which they were submitted"
      ])
    try history.merge(["b.db", "a.db"], into: "ba.db")
    try history.merge(["ab.db", "b.db", "a.db"], into: "again.db")
    for name in ["ab.db", "ba.db", "again.db"] {
      #expect(
        try rows("SELECT number || ' ' || id FROM attempts ORDER BY number", in: name)
          == ["1 r-first-1", "2 of-b.db", "3 of-a.db"], "\(name)")
    }
    #expect(try history.content("ab.db") == history.content("ba.db"))
  }

  @Test func `an attempt that ended in two ways is named, and one record is kept`() throws {
    try history.make("a.db", runs: [("r", 6)])
    try history.make("b.db", runs: [("r", 6)])
    try change(
      "b.db", "UPDATE attempts SET state = 'failed', exit_code = 1 WHERE id = 'r-second-1'")
    for names in [["a.db", "b.db"], ["b.db", "a.db"]] {
      let conflicts = try history.merge(names, into: "all.db")
      #expect(
        conflicts.map(\.text) == [
          "attempt 1 of 'second' in run r ended otherwise in '\(place.at(names[1]))' than in "
            + "'\(names[0])': the record that says 'failed' is kept"
        ])
      #expect(
        try rows("SELECT state FROM attempts WHERE id = 'r-second-1'", in: "all.db") == ["failed"])
      try Files.remove(place.at("all.db"))
    }
  }

  @Test func `values that were read again are more, other values are a conflict`() throws {
    for name in ["a.db", "more.db", "other.db"] { try history.make(name, runs: [("r", 6)]) }
    try change("more.db", "INSERT INTO measurements VALUES ('r-second-1', 'loss', NULL, 2, NULL)")
    try change("other.db", "UPDATE measurements SET value = 0.25 WHERE attempt = 'r-second-1'")
    #expect(try history.merge(["more.db", "a.db"], into: "1.db") == [])
    #expect(try history.merge(["a.db", "more.db"], into: "2.db") == [])
    for name in ["1.db", "2.db"] {
      #expect(
        try rows("SELECT value FROM measurements WHERE name = 'loss'", in: name) == ["2.0"])
    }
    #expect(
      try history.merge(["a.db", "other.db"], into: "3.db").map(\.text) == [
        "attempt 1 of 'second' in run r measured other values in '\(place.at("other.db"))' than in "
          + "'a.db': those of one of them are kept"
      ])
    try history.merge(["other.db", "a.db"], into: "4.db")
    #expect(try history.content("3.db") == history.content("4.db"))
  }

  @Test func `campaigns of one name with other parameters are both kept`() throws {
    for (name, axis) in [("a.db", "lr"), ("b.db", "model")] {
      try history.make(name, runs: [])
      try history.add(
        campaign: "c", axes: #"[{"name":"\#(axis)"}]"#,
        experiments: [(uuid: "\(axis)-uuid", identifier: "e1")], to: name)
    }
    let conflicts = try history.merge(["b.db", "a.db"], into: "all.db")
    let names = try rows("SELECT name || axes FROM campaigns ORDER BY name", in: "all.db")
    #expect(names.count == 2)
    #expect(names.first == #"c[{"name":"lr"}]"#)
    let other = String(try #require(names.last).prefix(10))
    #expect(
      conflicts.map(\.text) == [
        "campaign 'c' of '\(place.at("a.db"))' has other parameters than that of the other "
          + "databases: one of them is kept as '\(other)'"
      ])
    #expect(
      try rows("SELECT campaign || ' ' || uuid FROM experiments ORDER BY campaign", in: "all.db")
        == ["c lr-uuid", "\(other) model-uuid"])
  }

  @Test func `one identifier with two uuids is two experiments`() throws {
    for (name, uuid) in [("a.db", "11111111-x"), ("b.db", "22222222-x")] {
      try history.make(name, runs: [])
      try history.add(campaign: "c", axes: "[]", experiments: [(uuid, "e1")], to: name)
    }
    #expect(
      try history.merge(["a.db", "b.db"], into: "all.db").map(\.text) == [
        "experiment 'e1' of campaign 'c' in '\(place.at("b.db"))' has other values than that of "
          + "the other databases: one of them is kept as 'e1@22222222'"
      ])
    #expect(
      try rows("SELECT identifier || ' ' || uuid FROM experiments ORDER BY uuid", in: "all.db")
        == ["e1 11111111-x", "e1@22222222 22222222-x"])
  }

  @Test func `a database is merged while somebody else has its write lock`() throws {
    _ = try CampaignStore(place.at("a.db"))
    let writer = try CampaignStore(place.at("a.db")).connection
    try writer.execute(
      """
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('r', 'w', '/w', 'done', '1');
      BEGIN IMMEDIATE;
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('s', 'w', '/w', 'done', '1');
      """)
    #expect(try history.merge(["a.db"], into: "all.db") == [])
    #expect(try rows("SELECT id FROM runs", in: "all.db") == ["r"])
    try writer.execute("COMMIT")
  }

  @Test func `directories stay those of each database`() throws {
    try history.make("site/a.db", runs: [("r1", 1)])
    try history.make("site/b.db", runs: [("r2", 1)])
    try change("site/b.db", "UPDATE attempts SET directory = '../jobs/r2'")
    try history.make("out/c.db", runs: [("r3", 1)])
    try history.merge(["site/a.db", "site/b.db", "out/c.db"], into: "out/all.db")
    #expect(
      try rows("SELECT directory FROM attempts ORDER BY id", in: "out/all.db") == [
        place.at("site/.cms/r1/first/1"), place.at("jobs/r2"), ".cms/r3/first/1",
      ])
    try history.merge(["out/all.db"], into: "all.db")
    #expect(
      try rows("SELECT directory FROM attempts ORDER BY id", in: "all.db")
        == ["site/.cms/r1/first/1", "jobs/r2", "out/.cms/r3/first/1"])
  }

  @Test(arguments: 1...5)
  func `a database of an older version is merged as a new one, and stays as it is`(
    version: Int
  ) throws {
    try Connection(place.at("old.db"), .readWrite).execute(
      """
      \(Schema.migrations[..<version].joined(separator: "\n"))
      PRAGMA application_id = \(Schema.applicationID);
      PRAGMA user_version = \(version);
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('r', 'w', '/w', 'done', '1');
      INSERT INTO nodes (id, run, name, kind, state) VALUES (1, 'r', 'a', 'job', 'done');
      INSERT INTO attempts (id, node, number, directory, state, submitted)
        VALUES ('t', 1, 1, 'd', 'done', '1');
      INSERT INTO measurements VALUES ('t', 'accuracy', NULL, 0.5, NULL);
      """)
    let before = try place.read("old.db")
    try history.make("new.db", runs: [("r2", 6)])
    #expect(try history.merge(["old.db", "new.db"], into: "all.db") == [])
    #expect(try place.read("old.db") == before)
    #expect(try place.names() == ["all.db", "new.db", "old.db"])
    #expect(
      try rows("SELECT value FROM measurements WHERE attempt = 't'", in: "all.db") == ["0.5"])
  }
}
