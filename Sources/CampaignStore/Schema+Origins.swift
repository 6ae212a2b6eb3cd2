extension Schema {
  /// Where runs come from that were merged into a database; those that began in it have no row.
  static let version6 = """
    CREATE TABLE origins (
      run TEXT NOT NULL REFERENCES runs (id),
      database TEXT NOT NULL,          -- the name of the file, without its directory
      host TEXT NOT NULL,              -- of the run's owner there; empty where it had none
      PRIMARY KEY (run, database, host)
    ) STRICT, WITHOUT ROWID;
    """
}
