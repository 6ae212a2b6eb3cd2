@testable import EECore

/// A sweep made of texts, with what its experiments become.
struct SampleSweep {
  let plan: CampaignPlan

  init(
    _ sweep: String, template: String = "", environment: [String: String] = [:],
    bareNamesReachEnvironment: Bool = true, variables: [String: String] = [:], name: String? = nil,
    hosts: String? = nil, host: String? = nil, named: [String] = [],
    undefined: Lookup.Undefined = .standard, letsSweepChoose: Bool = false
  ) throws(Diagnostics) {
    let all =
      try hosts.map { text throws(Diagnostics) in
        try HostSpec.all(in: YAMLReader.read(Array(text.utf8), file: "hosts.yaml"))
      } ?? []
    var lookup = Lookup(
      environment: environment, bareNamesReachEnvironment: bareNamesReachEnvironment,
      named: named, variables: variables,
      host: try HostSpec.choose(host, among: all, file: "hosts.yaml"), hosts: all,
      undefined: undefined)
    lookup.letsSweepChoose = letsSweepChoose
    let root = try YAMLReader.read(Array(sweep.utf8), file: "sweep.yaml")
    let spec = try CampaignSpec(root, fileName: "sweep.yaml", lookup: lookup)
    let file = CampaignPlan.TemplateFile(path: "job.in.sh", bytes: Array(template.utf8))
    plan = try CampaignPlan(
      try spec.named(name, writingTo: nil), templates: [file], lookup: lookup)
  }

  var experiments: [Experiment] {
    var renderer = ExperimentRenderer(plan)
    return (0..<plan.count).map { renderer.experiment(at: $0) }
  }

  /// The text of a file of an experiment.
  func text(_ name: String, at point: Int = 0) -> String? {
    var renderer = ExperimentRenderer(plan)
    let files = renderer.files(of: renderer.experiment(at: point))
    return files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  func script(at point: Int = 0) -> String? { text("job.sh", at: point) }

  func config(at point: Int = 0) -> String? { text("config.yaml", at: point) }
}
