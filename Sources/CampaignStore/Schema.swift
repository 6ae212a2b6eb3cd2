/// The tables of a campaign database; `docs/database.md` explains them to users.
enum Schema {
  /// `cms1` as a number, in the header of the file.
  static let applicationID = 0x636D_7331
  /// One step for each version; a step is never changed once it was released.
  static let migrations = [
    version1, version2, version3Runs + "\n" + version3Experiments, version4, version5, version6,
  ]
  static var version: Int { migrations.count }

  private static let version1 = """
    CREATE TABLE campaigns (
      name TEXT PRIMARY KEY,
      file TEXT,
      directory TEXT NOT NULL,
      axes TEXT NOT NULL               -- JSON: [{"name", "repeat"}], in axis order
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE experiments (
      id INTEGER PRIMARY KEY,
      campaign TEXT NOT NULL REFERENCES campaigns (name),
      point INTEGER NOT NULL,          -- place in the campaign, from zero
      identifier TEXT NOT NULL,
      uuid TEXT NOT NULL,
      parameters TEXT NOT NULL,        -- JSON object, in axis order
      UNIQUE (campaign, identifier)
    ) STRICT;
    CREATE INDEX experiments_by_uuid ON experiments (uuid);

    CREATE TABLE files (               -- what was generated, to see what was edited since
      experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,       -- nanoseconds since 1970
      PRIMARY KEY (experiment, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      workflow TEXT NOT NULL,
      file TEXT NOT NULL,
      state TEXT NOT NULL,
      created TEXT NOT NULL,
      ended TEXT,
      owner INTEGER NOT NULL DEFAULT 0, -- raised at every takeover
      owner_host TEXT,
      owner_pid INTEGER,
      owner_start TEXT,
      owner_boot TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE nodes (
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL REFERENCES runs (id),
      name TEXT NOT NULL,
      kind TEXT NOT NULL,              -- job, marker or group
      "group" TEXT,                    -- the group that a member belongs to
      state TEXT NOT NULL,
      cause TEXT,
      progress REAL NOT NULL DEFAULT 0,
      uuid TEXT,                       -- of the experiment that it runs
      job TEXT,                        -- JSON: how it is run
      input TEXT,                      -- fingerprint of script, configuration, code and command
      appearance TEXT,                 -- JSON: label, shape, style, colour
      present INTEGER NOT NULL DEFAULT 1, -- 0 once the workflow file no longer has it
      UNIQUE (run, name)
    ) STRICT;

    CREATE INDEX nodes_by_uuid ON nodes (uuid);

    CREATE TABLE edges (
      run TEXT NOT NULL REFERENCES runs (id),
      source TEXT NOT NULL,
      destination TEXT NOT NULL,
      PRIMARY KEY (run, source, destination)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE attempts (
      id TEXT PRIMARY KEY,
      node INTEGER NOT NULL REFERENCES nodes (id),
      number INTEGER NOT NULL,
      directory TEXT NOT NULL,         -- of its records and log
      state TEXT NOT NULL,
      cause TEXT,
      boot TEXT,                       -- the boot it was started in
      host TEXT,
      gpu TEXT,
      pid INTEGER,
      exit_code INTEGER,
      neighbours INTEGER,              -- jobs that ran beside it at its start
      killed INTEGER NOT NULL DEFAULT 0,
      input TEXT,
      submitted TEXT NOT NULL,
      started TEXT,
      ended TEXT,
      seconds REAL,
      UNIQUE (node, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE events (              -- append only
      id INTEGER PRIMARY KEY,
      time TEXT NOT NULL,
      run TEXT NOT NULL,
      node TEXT,
      attempt TEXT,
      event TEXT NOT NULL,
      detail TEXT
    ) STRICT;

    CREATE TABLE measurements (
      attempt TEXT NOT NULL REFERENCES attempts (id),
      name TEXT NOT NULL,
      step INTEGER,                    -- NULL for the value that stands for the attempt
      value REAL NOT NULL,
      unit TEXT
    ) STRICT;
    CREATE INDEX measurements_by_attempt ON measurements (attempt);

    CREATE TABLE timers (
      attempt TEXT NOT NULL REFERENCES attempts (id),
      name TEXT NOT NULL,
      seconds REAL NOT NULL,
      status TEXT,
      started TEXT
    ) STRICT;
    CREATE INDEX timers_by_attempt ON timers (attempt);

    CREATE VIEW results AS
      SELECT n.run, n.name AS node, a.number AS attempt, a.state, a.cause, a.host, a.gpu,
        a.exit_code, a.submitted, a.started, a.ended, a.seconds,
        e.identifier AS experiment, n.uuid, e.parameters
      FROM attempts a JOIN nodes n ON n.id = a.node
      LEFT JOIN experiments e ON e.uuid = n.uuid;

    CREATE VIEW metrics AS
      SELECT n.run, n.name AS node, a.number AS attempt, m.name, m.value, m.unit, m.step
      FROM measurements m JOIN attempts a ON a.id = m.attempt JOIN nodes n ON n.id = a.node;
    """

  private static let version2 = """
    -- Where the campaign's directory begins, as seen from the database's.
    ALTER TABLE campaigns ADD COLUMN base TEXT;

    CREATE TABLE intents (             -- what is about to be written, until it is recorded
      id INTEGER PRIMARY KEY,
      campaign TEXT NOT NULL,
      files TEXT NOT NULL              -- JSON: {identifier: {name: fingerprint}}
    ) STRICT;
    """

  private static let version4 = """
    -- Of what its experiment had been generated when its last attempt began: a hash of their files.
    ALTER TABLE nodes ADD COLUMN files INTEGER;
    -- What an attempt used, as far as that is known: processor time, and bytes at once at most.
    ALTER TABLE attempts ADD COLUMN cpu_seconds REAL;
    ALTER TABLE attempts ADD COLUMN peak_memory INTEGER;
    -- What happened to the run as a whole, and to its hosts: little among much.
    CREATE INDEX events_of_runs ON events (run) WHERE node IS NULL;
    """

  private static let version5 = """
    -- The results that a node's jobs, or its members, are to leave (JSON array): where each stands.
    ALTER TABLE nodes ADD COLUMN results TEXT;
    -- What an attempt was run with, as JSON objects of texts; most attempts share theirs.
    CREATE TABLE facts (
      hash TEXT PRIMARY KEY,
      content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE attempts ADD COLUMN facts TEXT; -- JSON array of hashes; later ones add to earlier
    """
}
