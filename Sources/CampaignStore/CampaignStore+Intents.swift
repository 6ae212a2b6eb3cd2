internal import EECore

// What is about to be written, until it is recorded.
extension CampaignStore {
  /// What commands that were interrupted were about to write.
  package struct Intents: Sendable {
    /// Fingerprints by identifier and name of the file.
    package internal(set) var files: [String: [String: Set<String>]] = [:]

    package init() {}

    /// Whether a file's bytes are what was about to be written.
    package func contains(_ fingerprint: String, of name: String, in identifier: String) -> Bool {
      files[identifier]?[name]?.contains(fingerprint) ?? false
    }
  }

  /// What is about to be written, as JSON that grows by an experiment at a time.
  package struct IntentText: Sendable {
    private var bytes = Array("{".utf8)
    /// All experiments have files of the same few names.
    private var keys: [String: [UInt8]] = [:]

    package init() {}

    package var isEmpty: Bool { bytes.count == 1 }

    /// Begins an experiment; identifiers hold nothing that JSON would escape.
    package mutating func begin(_ identifier: String) {
      bytes += (isEmpty ? "\"" : ",\"").utf8
      bytes += identifier.utf8
      bytes += "\":{".utf8
    }

    /// Adds a file to the experiment that was begun.
    package mutating func add(_ name: String, _ fingerprint: String) {
      if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
      if let key = keys[name] {
        bytes += key
      } else {
        let key = Array((JSONWriter.text(.string(name)) + ":\"").utf8)
        keys[name] = key
        bytes += key
      }
      bytes += fingerprint.utf8
      bytes.append(UInt8(ascii: "\""))
    }

    package mutating func end() { bytes.append(UInt8(ascii: "}")) }

    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) + "}" }
  }

  /// Records what is about to be written; called within a transaction.
  package func record(_ intent: IntentText, campaign: String) throws(StoreError) {
    try connection.run(
      "INSERT INTO intents (campaign, files) VALUES (?, ?)", [.text(campaign), .text(intent.text)])
  }

  /// Returns what was about to be written and may not have been recorded.
  package func intents(campaign: String) throws(StoreError) -> Intents {
    var intents = Intents()
    try connection.query(
      """
      SELECT experiment.key, file.key, file.value
      FROM intents, json_each(intents.files) AS experiment, json_each(experiment.value) AS file
      WHERE campaign = ?
      """, [.text(campaign)]
    ) { (row: Row) throws(StoreError) in
      intents.files[row.text(0), default: [:]][row.text(1), default: []].insert(row.text(2))
    }
    return intents
  }

  /// Forgets the intents of a campaign but for some: all else is recorded as it is.
  package func keepIntents(
    _ files: [String: [String: Set<String>]], campaign: String
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
            prints.sorted().dropFirst(round).first.map { intent.add(name, $0) }
          }
          intent.end()
        }
        try record(intent, campaign: campaign)
      }
    }
  }
}
