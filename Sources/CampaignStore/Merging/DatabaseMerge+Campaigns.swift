internal import EECore

// Campaigns and their experiments.
extension DatabaseMerge {
  private struct CampaignRow {
    var name: String
    let file: String?
    let base: String?
    let directory: String
    let axes: String

    /// What decides which of two places of one campaign is kept.
    var place: [String] { [file ?? "", base ?? "", directory] }
    /// The name that it goes by beside another one of its name.
    var otherName: String { name + "@" + Fingerprint(Array(axes.utf8)).text.prefix(8) }
  }

  /// Takes up campaigns, then the experiments of each under the name that it got.
  func takeCampaigns(of input: MergeInput) throws(StoreError) {
    try connection.execute(
      "CREATE TEMP TABLE campaign_names (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID")
    for row in try campaigns(source, from: input.home) {
      try connection.run(
        "INSERT INTO temp.campaign_names VALUES (?, ?)",
        [.text(row.name), .text(try take(row, of: input))])
    }
    try partClashes(of: input)
    try insertExperiments()
    try connection.execute(
      """
      INSERT INTO main.intents (campaign, files) SELECT campaign, files FROM \(source).intents i
      WHERE NOT EXISTS (
        SELECT 1 FROM main.intents m WHERE m.campaign = i.campaign AND m.files = i.files)
      """)
  }

  /// The campaigns of a database in a directory, with their places as seen from here.
  private func campaigns(
    _ schema: String, from source: String, named name: String? = nil
  ) throws(StoreError) -> [CampaignRow] {
    let mover = MergedPaths(source: source, target: home)
    return try connection.rows(
      """
      SELECT name, file, base, directory, axes FROM \(schema).campaigns
      WHERE ?1 IS NULL OR name = ?1 ORDER BY name
      """, [SQLValue(name)]
    ) {
      CampaignRow(
        name: $0.text(0), file: $0.optionalText(1), base: mover.base($0.optionalText(2)),
        directory: $0.text(3), axes: $0.text(4))
    }
  }

  /// Takes up a campaign and returns the name that it has here.
  private func take(_ row: CampaignRow, of input: MergeInput) throws(StoreError) -> String {
    guard let own = try campaigns("main", from: home, named: row.name).first else {
      try insert(row)
      return row.name
    }
    if own.axes == row.axes {
      if isFresh, own.place.lexicographicallyPrecedes(row.place) { try replacePlace(of: row) }
      return row.name
    }
    let stays = !isFresh || own.axes < row.axes
    var moved = stays ? row : own
    moved.name = moved.otherName
    conflicts.append(
      MergeConflict(
        kind: .campaign,
        text:
          "campaign '\(row.name)' of \(input.label) has other parameters than that of \(label): "
          + "one of them is kept as '\(moved.name)'"))
    if stays { return try take(moved, of: input) }
    _ = try take(moved, of: input)
    try connection.run(
      "UPDATE OR IGNORE main.experiments SET campaign = ? WHERE campaign = ?",
      [.text(moved.name), .text(row.name)])
    // Those that are there under that name already.
    try connection.run("DELETE FROM main.experiments WHERE campaign = ?", [.text(row.name)])
    try connection.run("DELETE FROM main.campaigns WHERE name = ?", [.text(row.name)])
    try insert(row)
    return row.name
  }

  private func insert(_ row: CampaignRow) throws(StoreError) {
    try connection.run(
      "INSERT INTO main.campaigns (name, file, base, directory, axes) VALUES (?, ?, ?, ?, ?)",
      [
        .text(row.name), SQLValue(row.file), SQLValue(row.base), .text(row.directory),
        .text(row.axes),
      ])
  }

  private func replacePlace(of row: CampaignRow) throws(StoreError) {
    try connection.run(
      "UPDATE main.campaigns SET file = ?, base = ?, directory = ? WHERE name = ?",
      [SQLValue(row.file), SQLValue(row.base), .text(row.directory), .text(row.name)])
  }

  /// Finds experiments of one identifier with different uuids, and gives one of the two another
  /// name.
  private func partClashes(of input: MergeInput) throws(StoreError) {
    try connection.execute(
      """
      CREATE TEMP TABLE clashes (theirs INTEGER PRIMARY KEY, ours INTEGER, stays INTEGER);
      INSERT INTO temp.clashes SELECT e.id, m.id, \(isFresh ? "m.uuid < e.uuid" : "1")
      FROM \(source).experiments e JOIN temp.campaign_names c ON c.old = e.campaign
      JOIN main.experiments m ON m.identifier = e.identifier AND m.campaign = c.new
      WHERE m.uuid <> e.uuid
      """)
    conflicts += try connection.rows(
      """
      SELECT e.campaign, e.identifier, CASE WHEN c.stays THEN e.uuid ELSE m.uuid END
      FROM temp.clashes c JOIN \(source).experiments e ON e.id = c.theirs
      JOIN main.experiments m ON m.id = c.ours ORDER BY e.id
      """
    ) {
      MergeConflict(
        kind: .experiment,
        text: "experiment '\($0.text(1))' of campaign '\($0.text(0))' in \(input.label) has other "
          + "values than that of \(label): one of them is kept as "
          + "'\($0.text(1))@\($0.text(2).prefix(8))'")
    }
    try connection.execute(
      """
      UPDATE OR IGNORE main.experiments SET identifier = identifier || '@' || substr(uuid, 1, 8)
        WHERE id IN (SELECT ours FROM temp.clashes WHERE NOT stays);
      -- Those that are there under that name already.
      DELETE FROM main.experiments WHERE id IN (
        SELECT m.id FROM temp.clashes c JOIN main.experiments m ON m.id = c.ours
        JOIN \(source).experiments e ON e.id = c.theirs
        WHERE NOT c.stays AND m.identifier = e.identifier)
      """)
  }

  /// Of one experiment that both have, what was generated for it is one of the two.
  private func insertExperiments() throws(StoreError) {
    let further = "(excluded.point, excluded.parameters, excluded.files)"
    try connection.execute(
      """
      INSERT INTO main.experiments (campaign, point, identifier, uuid, parameters, files)
      SELECT c.new, e.point,
        CASE WHEN x.stays THEN e.identifier || '@' || substr(e.uuid, 1, 8) ELSE e.identifier END,
        e.uuid, e.parameters, e.files
      FROM \(source).experiments e JOIN temp.campaign_names c ON c.old = e.campaign
      LEFT JOIN temp.clashes x ON x.theirs = e.id WHERE true ORDER BY e.id
      ON CONFLICT (identifier, campaign) DO UPDATE SET point = excluded.point,
        parameters = excluded.parameters, files = excluded.files
      WHERE \(isFresh ? "\(further) > (point, parameters, files)" : "0")
      """)
    try connection.execute(Schema.uuidIndex)
  }
}
