import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// What the verbs that read a sweep have in common.
struct SweepArguments {
  static let operand = Operand(
    "FILE", .optional, "The sweep file; --config adds others that win over it.")
  static let options =
    layerOptions + fileOptions + substitutionOptions + CampaignArguments.placeOptions
    + CampaignArguments.lookupOptions + CampaignArguments.hostOptions + originalOptions

  /// As many experiments are written without a question.
  private static let unasked = 100_000

  private static let layerOptions = [
    Option(
      "--config", "--setup", value: "FILES", repeats: true,
      "Files .yaml, .json, .py, .ipynb with commas between; later ones win."),
    Option(
      "--profile", value: "NAMES", repeats: true, "Apply these of the files' profiles, in order."),
    Option(
      "--attributes", value: "NAME=VALUE,...", repeats: true, "Values that win over the files'."),
    Option(
      "--override", "-o", value: "NAME=VALUE", repeats: true,
      "One value that wins over the files'; its commas belong to it."),
    Option(
      "--experiment", value: "PARAMETERS", "Sweep over these alone: \"epoch=[1-3] x=[1,4]\"."),
    Option("--allow-code", "Run configurations that are Python programs or notebooks."),
  ]
  private static let fileOptions = [
    Option("--name", value: "NAME", "The campaign's name instead of the file's."),
    Option("--source", value: "TEMPLATE", "A template to render before those of the files."),
    Option("--out", value: "NAME", "What the first template renders."),
    Option("--copycode", value: "FILES", repeats: true, "Code to copy, with commas between."),
    Option(
      "--source_dir", value: "DIR",
      "Where relative names of --source, --copycode and --config begin."),
    Option("--output_dir", value: "DIR", "Put experiments into DIR instead of the file's dir."),
  ]
  private static let substitutionOptions = [
    Option("--strict", "Take a bare {word} that names nothing for a mistake."),
    Option(
      "--lenient", "Leave frames that name nothing, and let the last of duplicate keys count."),
  ]
  private static let originalOptions = [
    Option("--mode", value: "MODE", "h: one directory for each experiment, as always."),
    Option("--flat", "Not supported; --mode=h is what there is."),
    Option("--verbose", "Say which files and options lie over which."),
    Option("--yes", "-y", "Go on where a question would be asked."),
  ]

  let campaign: Campaign
  let places: Places

  /// Reads the sweep.
  ///
  /// - Parameters:
  ///   - arguments: what the user typed.
  ///   - writing: whether all of it will be written, so that very many experiments need a yes.
  ///   - runsHere: whether its jobs run from this machine, here or on the host that `--host` names.
  /// - Throws: ``Diagnostics`` at what is wrong in any of the files, ``UsageError`` in the options.
  init(_ arguments: Arguments, writing: Bool = false, runsHere: Bool = false) throws {
    let request = try SweepRequest(arguments, runsHere: runsHere)
    request.report(arguments)
    let draft = try CampaignDraft(request.campaign)
    if writing { try SweepArguments.confirm(draft.spec.space.count, arguments) }
    campaign = try Campaign(draft)
    places = CampaignArguments.places(
      file: request.file, name: campaign.plan.name, arguments)
    CommandShell.report(campaign.warnings, arguments)
  }

  private static func confirm(_ count: Int, _ arguments: Arguments) throws(Diagnostics) {
    guard count > unasked, !arguments.has("--yes") else { return }
    if Terminal.confirm("write \(count) experiments?") == true { return }
    throw Diagnostics(
      .needsConfirmation, "\(count) experiments are more than \(unasked), and nobody said yes",
      hint: "--yes writes them; cms-ee explain shows how the count came about")
  }

  /// Opens the campaign's database to look at it, as far as its directory lets us.
  func openStoreToCompare() throws -> CampaignStore {
    Directories.isWritable(Paths.directory(of: places.database))
      ? try openStore() : try CampaignStore(places.database, .readOnly)
  }

  /// Says why nothing happens while another process writes.
  func sayThatItWaits(_ arguments: Arguments) {
    guard !arguments.has("--quiet") else { return }
    Terminal.write(
      "waiting: another process writes the experiments of '\(places.database)'\n", to: .errors)
  }

  /// Opens the campaign's database for writing, with the directory it stands in.
  func openStore() throws -> CampaignStore {
    try campaign.checkWritable(places)
    try Directories.ensure(Paths.directory(of: places.database))
    return try CampaignStore(places.database)
  }
}
