extension Schema {
  /// What was generated stands in the row of its experiment, and the identifier leads to it: one
  /// table and one index to write instead of two and three.
  static let version3Experiments = """
    DROP VIEW results;
    CREATE TABLE experiments_3 (
      id INTEGER PRIMARY KEY,
      campaign TEXT NOT NULL REFERENCES campaigns (name),
      point INTEGER NOT NULL,          -- place in the campaign, from zero
      identifier TEXT NOT NULL,
      uuid TEXT NOT NULL,
      parameters TEXT NOT NULL,        -- JSON object, in axis order
      -- What was generated, to see what was edited since, as JSON:
      -- {name: [fingerprint, size, modified, inode, changed]}, in nanoseconds: modified since
      -- 1970, changed since modified
      files TEXT NOT NULL DEFAULT '{}',
      UNIQUE (identifier, campaign)
    ) STRICT;
    INSERT INTO experiments_3
      SELECT id, campaign, point, identifier, uuid, parameters,
        (SELECT json_group_object(name, json_array(fingerprint, size, modified)) FROM files
          WHERE experiment = id)
      FROM experiments ORDER BY id;
    DROP TABLE files;
    DROP TABLE experiments;
    ALTER TABLE experiments_3 RENAME TO experiments;

    CREATE VIEW files AS
      SELECT e.id AS experiment, f.key AS name, f.value ->> 0 AS fingerprint,
        f.value ->> 1 AS size, f.value ->> 2 AS modified, f.value ->> 3 AS inode,
        (f.value ->> 2) + (f.value ->> 4) AS changed
      FROM experiments e, json_each(e.files) f;

    -- An experiment that was renamed may be there under both names, until it is cleaned up.
    CREATE VIEW results AS
      SELECT n.run, n.name AS node, a.number AS attempt, a.state, a.cause, a.host, a.gpu,
        a.exit_code, a.submitted, a.started, a.ended, a.seconds,
        e.identifier AS experiment, n.uuid, coalesce(e.parameters, n.parameters) AS parameters
      FROM attempts a JOIN nodes n ON n.id = a.node
      LEFT JOIN experiments e ON e.id = coalesce(
        (SELECT min(x.id) FROM experiments x
          WHERE x.identifier = substr(n.name, length(n."group") + 2) AND x.uuid = n.uuid),
        (SELECT min(x.id) FROM experiments x WHERE x.uuid = n.uuid));
    """

  /// Made when the first run is: only results are looked up by uuid, and row by row it would cost
  /// more than the rows.
  static let uuidIndex =
    "CREATE INDEX IF NOT EXISTS experiments_by_uuid ON experiments (uuid)"
}
