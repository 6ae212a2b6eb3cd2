/// The section of parameters, which goes by either of two names.
package enum ExperimentSection {
  /// Both names.
  package static let keys = ["experiments", "experiment"]

  /// Returns the section among the keys of a file; nil where there is none.
  ///
  /// - Throws: ``Diagnostics`` EE103 where it stands there under both names.
  package static func find(in entries: [ConfigEntry]) throws(Diagnostics) -> ConfigEntry? {
    let sections = entries.filter { keys.contains($0.key) }
    guard sections.count > 1 else { return sections.first }
    throw Diagnostics(
      .duplicateKey,
      "duplicate key '\(sections[1].key)': it is the same as '\(sections[0].key)' in line "
        + "\(sections[0].keyPosition.line)",
      at: sections[1].keyPosition, width: sections[1].key.count, hint: "keep one of the two")
  }
}
