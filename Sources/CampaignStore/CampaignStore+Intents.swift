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

  /// Records what is about to be written; called within a transaction.
  package func recordIntent(
    campaign: String,
    _ experiments: [(identifier: String, files: [(name: String, fingerprint: String)])]
  ) throws(StoreError) {
    var text = "{"
    // All experiments have files of the same few names.
    var names: [String: String] = [:]
    for experiment in experiments {
      if text.utf8.count > 1 { text += "," }
      // Identifiers and fingerprints hold nothing that JSON would escape.
      text += "\"\(experiment.identifier)\":{"
      for (index, file) in experiment.files.enumerated() {
        if index > 0 { text += "," }
        let name = names[file.name] ?? JSONWriter.text(.string(file.name))
        names[file.name] = name
        text += "\(name):\"\(file.fingerprint)\""
      }
      text += "}"
    }
    try connection.run(
      "INSERT INTO intents (campaign, files) VALUES (?, ?)", [.text(campaign), .text(text + "}")])
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
        try recordIntent(
          campaign: campaign,
          files.map { identifier, names in
            (
              identifier,
              names.compactMap { name, prints in
                prints.sorted().dropFirst(round).first.map { (name, $0) }
              }
            )
          })
      }
    }
  }
}
