import CCWorkflow
import EECampaign
import EECore
import HostIO

/// Reading and changing a workflow file in place.
enum WorkflowFile {
  /// Changes the text of a workflow's file: readers see the old one or the new.
  ///
  /// - Throws: ``Diagnostics`` where it cannot be read or changed; it is as it was then.
  static func edit(
    _ place: WorkflowPlace, creating: Bool = false,
    _ change: (inout WorkflowText) throws(Diagnostics) -> Void
  ) throws {
    var text: WorkflowText
    if place.exists {
      text = try WorkflowText(
        try SourceFile.read(place.file, as: "workflow file"), file: place.file)
    } else {
      guard creating else { throw place.missing() }
      text = WorkflowText(named: place.name)
    }
    let before = place.exists ? text.bytes : []
    try change(&text)
    guard text.bytes != before else { return }
    try Files.replace(place.file, text.bytes)
  }

  static func root(of file: String) throws(Diagnostics) -> ConfigNode {
    try SourceFile.readConfig(file, as: "workflow file")
  }

  /// The script files that a workflow runs, which have to stand beside it to go with it.
  static func scripts(of spec: WorkflowSpec) throws -> [String] {
    var files: [String] = []
    for node in spec.nodes {
      guard let scripts = node.scripts else { throw cannotMove(node, "it has experiments") }
      for path in scripts where !files.contains(path) {
        guard Paths.directory(of: path) == Paths.directory(of: spec.file) else {
          throw cannotMove(node, "script '\(path)' is not beside it")
        }
        files.append(path)
      }
    }
    return files
  }

  private static func cannotMove(_ node: NodeSpec, _ reason: String) -> Diagnostics {
    Diagnostics(
      .unsupportedKey, "node '\(node.name)' cannot be copied with the file: \(reason)",
      at: node.position, width: node.name.count,
      hint: "run the workflow where it is: cms-cc run \(node.position.file)")
  }
}
