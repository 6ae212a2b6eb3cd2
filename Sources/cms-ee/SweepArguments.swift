import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// What the verbs that read a sweep file have in common.
struct SweepArguments {
  static let operand = Operand("FILE", .optional, "The sweep file; the same as --config.")
  static let options =
    [
      Option("--config", value: "FILE", "The sweep file."),
      Option("--name", value: "NAME", "The campaign's name instead of the file's."),
      Option("--output_dir", value: "DIR", "Put experiments into DIR instead of the file's dir."),
      Option("--strict", "Take a bare {word} that names nothing for a mistake."),
    ] + CampaignArguments.placeOptions + CampaignArguments.lookupOptions

  let campaign: Campaign
  let places: Places

  init(_ arguments: Arguments) throws {
    guard let file = arguments.operands.first ?? arguments.value("--config") else {
      throw arguments.mistake("no sweep file given", hint: "name it: cms-ee generate sweep.yaml")
    }
    campaign = try Campaign(
      file: file, name: arguments.value("--name"), outputDirectory: arguments.value("--output_dir"),
      lookup: CampaignArguments.lookup(arguments))
    places = CampaignArguments.places(file: file, name: campaign.plan.name, arguments)
    let warnings = campaign.plan.warnings
    guard arguments.has("--strict"), !warnings.isEmpty else {
      CommandShell.report(warnings, arguments)
      return
    }
    throw Diagnostics(warnings.map(\.asError))
  }

  /// Opens the campaign's database for writing, with the directory it stands in.
  func openStore() throws -> CampaignStore {
    try campaign.checkWritable(places)
    try Directories.ensure(Paths.directory(of: places.database))
    return try CampaignStore(places.database)
  }
}
