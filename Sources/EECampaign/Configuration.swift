internal import EECore

/// The files of a request laid over each other, then its profiles and its options.
struct Configuration {
  private(set) var layers: ConfigLayers
  private(set) var warnings: [Diagnostic] = []

  /// - Throws: ``Diagnostics`` at what is wrong in any of the files or options.
  init(_ request: CampaignRequest) throws(Diagnostics) {
    var roots: [ConfigNode] = []
    for file in request.files {
      let (root, found) = try Configuration.read(file, request)
      roots.append(root)
      warnings += found
    }
    layers = try ConfigLayers(roots[0])
    for root in roots.dropFirst() { try layers.add(root) }
    try layers.apply(profiles: request.profiles)
    if let text = request.experiment {
      try layers.apply(experiment: text, option: "--experiment")
    }
    for override in request.overrides { try layers.apply(override) }
    layers.add(request.template.map { [$0] } ?? [], to: "templates", first: true)
    layers.add(request.code, to: "copy")
  }

  private static func read(
    _ file: String, _ request: CampaignRequest
  ) throws(Diagnostics) -> (root: ConfigNode, warnings: [Diagnostic]) {
    if ConfigProgram.isProgram(file) {
      return (try ConfigProgram(file, isAllowed: request.allowsCode).root(), [])
    }
    return try SourceFile.readConfig(
      file, as: "sweep file", namedAt: request.origin,
      keepingLast: request.lookup.undefined == .lenient)
  }
}
