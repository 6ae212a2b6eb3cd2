package import EECore

/// What a user asks for: the files of a campaign, and what the command line lays over them.
package struct CampaignRequest: Sendable {
  /// The configuration files, later ones winning; never empty.
  package var files: [String]
  /// What frames may name besides the configuration.
  package var lookup: Lookup
  /// `--name`, which wins over the files'.
  package var name: String?
  /// `--output_dir`, which wins over the files' `dir`: absolute, or relative to all that is written.
  package var outputDirectory: String?
  /// The profiles to apply, in order.
  package var profiles: [String] = []
  /// `--experiment`, which replaces all parameters.
  package var experiment: String?
  /// Values of the command line, later ones winning.
  package var overrides: [ConfigOverride] = []
  /// A template of the command line, before those of the files.
  package var template: ConfigNode?
  /// What the first template renders, instead of its own name without `.in`.
  package var scriptName: String?
  /// Code of the command line, behind that of the files.
  package var code: [ConfigNode] = []
  /// Whether configurations that are programs may run.
  package var allowsCode = false
  /// Where the file is named, for messages; nil for the command line.
  package var origin: ConfigNode?

  /// Asks for files and nothing else.
  package init(files: [String], lookup: Lookup) {
    self.files = files
    self.lookup = lookup
  }

  /// The file that all that is written goes beside.
  var firstFile: String { files.first ?? "" }
}
