import CampaignStore
import HostIO
import TestSupport

/// Databases of runs at a level of their history, from nothing to all done, for tests of merging.
struct SampleHistory {
  /// The last level.
  static let end = 6

  let place: TemporaryDirectory

  /// Makes a database with runs, each at a level.
  func make(_ name: String, runs: [(id: String, level: Int)]) throws {
    try Directories.ensure(Paths.directory(of: place.at(name)))
    let store = try CampaignStore(place.at(name))
    try store.connection.transaction { () throws(StoreError) in
      for run in runs { try insert(run.id, level: run.level, into: store.connection) }
    }
    try store.connection.execute("PRAGMA journal_mode = DELETE")
  }

  /// Adds a campaign whose experiments are `UUID=IDENTIFIER`.
  func add(
    campaign: String, axes: String, experiments: [(uuid: String, identifier: String)],
    to name: String
  ) throws {
    let connection = try CampaignStore(place.at(name)).connection
    try connection.run(
      "INSERT INTO campaigns (name, file, directory, axes) VALUES (?, ?, 'experiments', ?)",
      [.text(campaign), .text(campaign + ".yaml"), .text(axes)])
    for (point, experiment) in experiments.enumerated() {
      try connection.run(
        """
        INSERT INTO experiments (campaign, point, identifier, uuid, parameters)
        VALUES (?, ?, ?, ?, '{"n":1}')
        """,
        [
          .text(campaign), .int(point), .text(experiment.identifier), .text(experiment.uuid),
        ])
    }
    try connection.execute("PRAGMA journal_mode = DELETE")
  }

  static func time(_ level: Int) -> String { "2026-01-01T00:00:0\(level).000Z" }

  /// Two nodes, one after the other; the first one is tried twice.
  private func insert(_ run: String, level: Int, into connection: Connection) throws(StoreError) {
    let isOver = level == Self.end
    try connection.run(
      """
      INSERT INTO runs (id, workflow, file, state, created, ended, owner, owner_host)
      VALUES (?, 'w', '/w.yaml', ?, ?, ?, ?, 'h')
      """,
      [
        .text(run), .text(isOver ? "done" : "running"), .text(Self.time(0)),
        isOver ? .text(Self.time(level)) : .null, .int(1 + level / 3),
      ])
    for event in 0...level {
      try connection.run(
        "INSERT INTO events (time, run, event) VALUES (?, ?, ?)",
        [.text(Self.time(event)), .text(run), .text("level \(event)")])
    }
    let states = ["ready", "running", "failed", "running", "done", "done", "done"]
    for (place, name) in ["first", "second"].enumerated() {
      let state = place == 0 ? states[level] : isOver ? "done" : "ready"
      try connection.run(
        "INSERT INTO nodes (run, name, kind, state, uuid) VALUES (?, ?, 'job', ?, ?)",
        [.text(run), .text(name), .text(state), .text("u-\(name)")])
    }
    try connection.run("INSERT INTO edges VALUES (?, 'first', 'second')", [.text(run)])
    if level >= 1 {
      try insertAttempt(run, "first", 1, from: 1, to: level >= 2 ? 2 : nil, "failed", connection)
    }
    if level >= 3 {
      try insertAttempt(run, "first", 2, from: 3, to: level >= 4 ? 4 : nil, "done", connection)
    }
    if isOver { try insertAttempt(run, "second", 1, from: 5, to: 6, "done", connection) }
  }

  private func insertAttempt(
    _ run: String, _ node: String, _ number: Int, from start: Int, to end: Int?, _ state: String,
    _ connection: Connection
  ) throws(StoreError) {
    let id = "\(run)-\(node)-\(number)"
    try connection.run(
      """
      INSERT INTO attempts (id, node, number, directory, state, host, submitted, started, ended)
      SELECT ?, id, ?, ?, ?, 'h', ?, ?, ? FROM nodes WHERE run = ? AND name = ?
      """,
      [
        .text(id), .int(number), .text(".cms/\(run)/\(node)/\(number)"),
        .text(end == nil ? "running" : state), .text(Self.time(start)), .text(Self.time(start)),
        SQLValue(end.map(Self.time)), .text(run), .text(node),
      ])
    guard end != nil else { return }
    for step in [nil, 1, 2] as [Int?] {
      try connection.run(
        "INSERT INTO measurements VALUES (?, 'accuracy', ?, 0.5, NULL)",
        [.text(id), SQLValue(step)])
    }
    try connection.run(
      "INSERT INTO timers VALUES (?, 'total', 1.5, 'ok', NULL)", [.text(id)])
  }
}

extension SampleHistory {
  /// Merges databases into a new one.
  @discardableResult
  func merge(_ names: [String], into output: String) throws -> [MergeConflict] {
    let directory = Paths.directory(of: place.at(output))
    let merge = try DatabaseMerge(newIn: directory)
    try merge.take(
      try names.map { try MergeInput(place.at($0), copiesIn: directory) })
    try merge.finish(as: place.at(output))
    return merge.conflicts
  }

  /// All that a database says, without the numbers that rows have in it only; in no order.
  func content(_ name: String) throws -> [String] {
    let store = try CampaignStore(place.at(name), .readOnly)
    try store.check()
    let tables = [
      ("campaigns", "campaigns", ""), ("experiments", "experiments", "id"), ("runs", "runs", ""),
      ("nodes", "nodes", "id"), ("edges", "edges", ""), ("events", "events", "id"),
      ("requests", "requests", "id"), ("measurements", "measurements", ""),
      ("timers", "timers", ""), ("facts", "facts", ""), ("origins", "origins", ""),
      (
        "attempts",
        "(SELECT n.run, n.name, a.* FROM attempts a JOIN nodes n ON n.id = a.node)", "node"
      ),
    ]
    var lines: [String] = []
    for (title, source, hidden) in tables {
      let columns = try store.connection.rows(
        "SELECT name FROM pragma_table_info(?)", [.text(title)]
      ) { $0.text(0) }.filter { $0 != hidden }.map { "\"\($0)\"" }
      let more = title == "attempts" ? ["run", "name"] : []
      lines += try store.connection.rows(
        "SELECT json_array(\((more + columns).joined(separator: ", "))) FROM \(source)"
      ) { "\(title) \($0.text(0))" }
    }
    return lines.sorted()
  }
}
