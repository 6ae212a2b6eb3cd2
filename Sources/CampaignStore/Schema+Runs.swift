extension Schema {
  /// What runs keep since version 3: causes of failures, leases, open groups, and requests.
  static let version3Runs = """
    -- Why an attempt did not end well: exit, signal, timeout, oom, node_fail, preempted, lost,
    -- launch or success. With killed, and before its end: why we decided to end it.
    ALTER TABLE attempts ADD COLUMN failure TEXT;
    ALTER TABLE attempts ADD COLUMN cpus INTEGER;   -- leased
    ALTER TABLE attempts ADD COLUMN memory INTEGER; -- leased, in bytes
    ALTER TABLE attempts ADD COLUMN place TEXT;     -- the host it was sent to; NULL for this machine
    ALTER TABLE attempts ADD COLUMN processors TEXT; -- leased to it alone: 0-3,8; NULL for any
    -- What it used, as far as that is known: processor time, and bytes at once at most.
    ALTER TABLE attempts ADD COLUMN cpu_seconds REAL;
    ALTER TABLE attempts ADD COLUMN peak_memory INTEGER;

    -- 1 for a group some of whose members are not known yet.
    ALTER TABLE nodes ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE nodes ADD COLUMN retries INTEGER NOT NULL DEFAULT 0; -- used by now
    -- Of what is no experiment: a member's parameters (JSON object), a group's axes (as a campaign's).
    ALTER TABLE nodes ADD COLUMN parameters TEXT;
    ALTER TABLE nodes ADD COLUMN axes TEXT;

    CREATE TABLE requests (            -- what other processes ask a run's owner to do
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL REFERENCES runs (id),
      action TEXT NOT NULL,            -- cancel, retry, pause or resume
      nodes TEXT,                      -- JSON array of names; NULL for the whole run
      created TEXT NOT NULL,
      handled TEXT,                    -- NULL until then
      answer TEXT
    ) STRICT;
    CREATE INDEX requests_open ON requests (run) WHERE handled IS NULL;
    """
}
