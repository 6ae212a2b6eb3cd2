import CampaignStore
import EECampaign
import EECore
import TestSupport

@testable import CCWorkflow

/// A workflow file in a directory of its own, and what becomes of it.
struct SampleStudy {
  let place: TemporaryDirectory
  private let lookup: Lookup

  /// Takes the nodes, each on its own line as `name: {…}`.
  init(
    _ nodes: String..., files: [String: String] = [:], environment: [String: String] = [:],
    variables: [String: String] = [:]
  ) throws {
    try self.init(lines: nodes, files: files, environment: environment, variables: variables)
  }

  init(
    lines nodes: [String], files: [String: String] = [:], environment: [String: String] = [:],
    variables: [String: String] = [:]
  ) throws {
    place = try TemporaryDirectory()
    lookup = Lookup(environment: environment, variables: variables)
    let lines = nodes.map { "    \($0)\n" }.joined()
    try place.write("workflow.yaml", "workflow:\n  nodes:\n" + lines)
    for (name, text) in files { try place.write(name, text) }
  }

  func study() throws(Diagnostics) -> Study {
    try Study(file: place.at("workflow.yaml"), lookup: lookup)
  }

  /// The nodes of a run of it.
  func records() throws -> [NodeRecord] {
    let study = try study()
    let places = Places(
      file: study.spec.file, name: study.spec.name, directory: nil, database: nil)
    return try NodePlanner(study: study, places: places, edited: [:]).nodes()
  }

  /// How a node of this name is run.
  func job(_ name: String) throws -> JobSpec? {
    try records().first { $0.name == name }?.job.flatMap(JobSpec.init(json:))
  }

  /// All mistakes as `line:column code message`, with the directory left out.
  func mistakes() -> [String] {
    do {
      _ = try study()
      return []
    } catch {
      return error.all.map { error in
        let position = error.position.map { "\($0.line):\($0.column)" } ?? "-"
        let message = error.message.split(separator: place.path + "/").joined()
        return "\(position) \(error.code.rawValue) \(message)"
      }
    }
  }
}
