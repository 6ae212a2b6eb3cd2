import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// The name of a campaign, for verbs that need nothing else of its file.
enum CampaignName {
  /// Returns where a sweep file's campaign is and its name, whatever else is wrong with the file.
  ///
  /// The name is nil for a workflow's file, which stands for all campaigns of its database.
  ///
  /// - Throws: ``Diagnostics`` where it cannot be read, or has a name with frames in it.
  static func find(
    _ file: String, _ arguments: Arguments
  ) throws -> (places: Places, campaign: String?) {
    let root = try SourceFile.readConfig(file, as: "sweep file")
    let base = Paths.name(of: file)
    let name = root["name"]?.scalar?.text ?? String(base.prefix { $0 != "." })
    guard !name.contains("{") else {
      throw Diagnostics(
        .notScalar, "the campaign's name '\(name)' has frames in it",
        at: root["name"]?.position, hint: "name its database instead")
    }
    let places = CampaignArguments.places(file: file, name: name, arguments)
    return (places, root["workflow"] == nil ? name : nil)
  }
}
