package import EECore

/// A campaign as its configuration alone says: which experiments there are, not what is in them.
package struct CampaignDraft: Sendable {
  /// The configuration with what each of its values overrode.
  package let layers: ConfigLayers
  package let spec: CampaignSpec
  let request: CampaignRequest
  /// What is worth a look in the files, and no mistake.
  let warnings: [Diagnostic]

  /// Reads the configuration that a request names, and nothing that it names in turn.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in it.
  package init(_ request: CampaignRequest) throws(Diagnostics) {
    let configuration = try Configuration(request)
    layers = configuration.layers
    try request.lookup.checkHost(in: layers.root)
    spec = try CampaignSpec(layers.root, fileName: request.firstFile, lookup: request.lookup)
      .named(request.name, writingTo: request.outputDirectory)
    warnings = request.lookup.warnings + configuration.warnings
    self.request = request
  }

  /// What frames may name besides the configuration.
  package var lookup: Lookup { request.lookup.asked(by: layers.root) }

  /// All that is worth a look so far, for who goes no further.
  package var allWarnings: [Diagnostic] { warnings + spec.warnings }
}
