import CCResults
import CampaignStore
import CommandTable
import EECampaign
import EECore
import HostIO

/// The place that `list` and `show` look at: a database, or a directory of experiments.
enum FoundCampaign {
  /// With the campaign whose sweep file was named; nil for all that it holds.
  case database(String, campaign: String?)
  case directory(String)

  /// Options that say where it is.
  static let options = [
    Option("--directory", value: "DIR", "Where everything was written, if not beside the file."),
    Option("--db", value: "FILE", "Use this database."),
  ]

  /// Finds the place that was named; without a name it is `--directory`, or the current one.
  ///
  /// A sweep file stands for its database.
  ///
  /// - Throws: ``Diagnostics`` where a directory holds several databases.
  init(_ operand: String?, _ arguments: Arguments) throws {
    if let operand, [".yaml", ".yml", ".json"].contains(where: operand.hasSuffix) {
      let (places, campaign) = try CampaignName.find(operand, arguments)
      self = .database(places.database, campaign: campaign)
      return
    }
    if let database = arguments.value("--db") {
      self = .database(database, campaign: nil)
      return
    }
    let path = operand ?? arguments.value("--directory") ?? "."
    guard Files.status(path)?.kind == .directory else {
      self = .database(path, campaign: nil)
      return
    }
    let names = try Directories.names(in: path).filter { $0.hasSuffix(".db") }
    guard names.count < 2 else {
      throw Diagnostics(
        .missingFile,
        "\(names.count) databases are in '\(path)', expected one: "
          + names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : ""),
        hint: "name the one you mean, such as \(Paths.join(path, names[0]))")
    }
    self =
      names.first.map { .database(Paths.join(path, $0), campaign: nil) }
      ?? FoundCampaign.owner(of: path) ?? .directory(path)
  }

  /// Returns the database, beside a directory of experiments or above it, that says they are its.
  private static func owner(of path: String) -> FoundCampaign? {
    let directory = Paths.real(Paths.absolute(path))
    var place = directory
    while place != "/" {
      place = Paths.directory(of: place)
      for name in (try? Directories.names(in: place)) ?? [] where name.hasSuffix(".db") {
        let file = Paths.join(place, name)
        guard let places = try? CampaignStore(file, .readOnly).campaignPlaces() else { continue }
        let found = places.filter { Paths.real($0.value.directory) == directory }.map(\.key)
        guard let campaign = found.first else { continue }
        return .database(file, campaign: found.count == 1 ? campaign : nil)
      }
    }
    return nil
  }
}

extension FoundCampaign {
  /// Returns the experiments of a database in campaign order, of one campaign or of all.
  static func rows(
    of store: CampaignStore, campaign: String?, states: Set<String>? = nil
  ) throws -> [ListedRow] {
    let places = try store.campaignPlaces()
    let (experiments, names) = try Threads.both {
      try store.listedExperiments(campaign: campaign, states: states)
    } beside: {
      places.mapValues { DirectoryNames(in: $0.directory) }
    }
    return experiments.map { found in
      var parameters: [JSONValue.Member] = []
      if case .object(let members)? = try? JSONParser.parse(found.parameters) {
        parameters = members
      }
      return ListedRow(
        campaign: found.campaign, identifier: found.identifier, uuid: found.uuid,
        parameters: parameters, state: found.state, isStale: found.isStale,
        isMissing: names[found.campaign]?.contains(found.identifier) == false,
        progress: found.progress,
        directory: Paths.join(places[found.campaign]?.directory ?? ".", found.identifier),
        isUnknown: found.progress == nil, attempt: found.attempt)
    }
  }

  /// Returns the experiments below a directory without a database, as the original finds them.
  static func rows(below path: String) throws -> [ListedRow] {
    let root = Paths.absolute(path)
    return try Directories.names(in: root).compactMap { name in
      let directory = Paths.join(root, name)
      let file = Paths.join(directory, CampaignPlan.configName)
      guard Files.status(file)?.kind == .file, let config = try? SourceFile.readConfig(file, as: "")
      else { return nil }
      let values = config["experiment"]?.mapping ?? []
      let line = JobLog.progress(in: directory, suffixes: [".out"])
      return ListedRow(
        campaign: nil, identifier: name, uuid: config["ee"]?["uuid"]?.scalar?.text,
        parameters: values.map { .init($0.key, json(of: $0.value)) },
        state: line?.status ?? "pending", progress: line?.progress, directory: directory,
        isUnknown: false, attempt: nil)
    }
  }

  private static func json(of node: ConfigNode) -> JSONValue {
    guard let scalar = node.scalar else { return .null }
    return ParameterValue(scalar).json
  }
}
