internal import EECampaign
internal import EECore

/// The name of a workflow, for commands that need nothing else of its file.
package enum WorkflowName {
  /// Returns the file's `name`, else its base name, whatever else is wrong with it.
  package static func of(_ file: String) -> String {
    let root = try? SourceFile.readConfig(file, as: "workflow file")
    return root?["name"]?.scalar?.text ?? WorkflowSpec.stem(of: file)
  }
}
