package import EECore

// What is about to be written, until it is recorded.
extension CampaignStore {
  /// What commands that were interrupted were about to write.
  package struct Intents: Sendable {
    /// Fingerprints by identifier and name of the file.
    package internal(set) var files: [String: [String: Set<Fingerprint>]] = [:]
    /// The names under which they were about to write first; names of nothing else of theirs.
    package internal(set) var temporaryNames: Set<String> = []

    package init() {}

    /// Whether a file's bytes are what was about to be written.
    package func contains(_ fingerprint: Fingerprint, of name: String, in identifier: String)
      -> Bool
    {
      files[identifier]?[name]?.contains(fingerprint) ?? false
    }
  }

  /// What is about to be written, as JSON that grows by an experiment at a time.
  package struct IntentText: ~Copyable {
    private var bytes = ByteWriter(capacity: 1 << 16)
    private var isFirstFile = true

    package init() {}

    package var isEmpty: Bool { bytes.count == 0 }

    /// Begins an experiment; identifiers hold nothing that JSON would escape.
    package mutating func begin(_ identifier: String) {
      bytes.append(isEmpty ? "{\"" : ",\"")
      bytes.append(identifier)
      bytes.append("\":{")
      isFirstFile = true
    }

    /// Adds a file to the experiment that was begun.
    package mutating func add(_ name: String, _ fingerprint: Fingerprint) {
      if !isFirstFile { bytes.append(UInt8(ascii: ",")) }
      isFirstFile = false
      bytes.append(quoted: name)
      bytes.append(":\"")
      bytes.append(fingerprint)
      bytes.append(UInt8(ascii: "\""))
    }

    package mutating func end() { bytes.append(UInt8(ascii: "}")) }

    fileprivate var text: String { isEmpty ? "{}" : bytes.text + "}" }
  }

  /// Records what is about to be written; called within a transaction.
  package func record(_ intent: borrowing IntentText, campaign: String) throws(StoreError) {
    try connection.run(
      "INSERT INTO intents (campaign, files) VALUES (?, ?)", [.text(campaign), .text(intent.text)])
  }

  /// Records the name under which something is about to be written before it gets its own.
  package func record(temporaryName name: String, campaign: String) throws(StoreError) {
    var intent = IntentText()
    intent.begin(name)
    intent.end()
    try record(intent, campaign: campaign)
  }

  /// Returns what was about to be written and may not have been recorded.
  package func intents(campaign: String) throws(StoreError) -> Intents {
    var intents = Intents()
    try connection.query(
      """
      SELECT experiment.key, file.key, file.value
      FROM intents, json_each(intents.files) AS experiment
      LEFT JOIN json_each(experiment.value) AS file ON true
      WHERE campaign = ?
      """, [.text(campaign)]
    ) { (row: Row) throws(StoreError) in
      guard !row.isNull(1) else {
        intents.temporaryNames.insert(row.text(0))
        return
      }
      guard let fingerprint = Fingerprint(text: row.bytes(2)[...]) else { return }
      intents.files[row.text(0), default: [:]][row.text(1), default: []].insert(fingerprint)
    }
    return intents
  }

  /// Forgets the intents of a campaign but for some: all else is recorded as it is.
  package func keepIntents(
    _ files: [String: [String: Set<Fingerprint>]], campaign: String
  ) throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      try connection.run("DELETE FROM intents WHERE campaign = ?", [.text(campaign)])
      // A file with several fingerprints is in several intents.
      let rounds = files.values.flatMap { $0.values.map(\.count) }.max() ?? 0
      for round in 0..<rounds {
        var intent = IntentText()
        for (identifier, names) in files {
          intent.begin(identifier)
          for (name, prints) in names {
            prints.sorted { $0.text < $1.text }.dropFirst(round).first.map { intent.add(name, $0) }
          }
          intent.end()
        }
        try record(intent, campaign: campaign)
      }
    }
  }
}
