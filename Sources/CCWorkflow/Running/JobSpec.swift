internal import EECore

/// How a node's job is run, as it is kept in the database: a resumed run needs no other file.
struct JobSpec: Hashable, Sendable {
  let command: [String]
  /// Where it runs, absolute.
  let directory: String
  /// The campaign's directory as the sweep names it, which stays when a study is moved; nil for
  /// jobs that are no experiments.
  let place: String?
  /// What it finds in its environment besides the runner's.
  let environment: [String: String]
  let cpus: Int
  /// A link to the newest log, absolute.
  let logLink: String

  var json: String {
    let variables = environment.sorted { $0.key < $1.key }
    // First, so that the database finds it without reading on.
    let place = place.map { [JSONValue.Member("place", .string($0))] } ?? []
    return JSONWriter.text(
      .object(
        place + [
          .init("command", .array(command.map(JSONValue.string))),
          .init("directory", .string(directory)),
          .init("environment", .object(variables.map { .init($0.key, .string($0.value)) })),
          .init("cpus", .int(cpus)),
          .init("log", .string(logLink)),
        ]))
  }

  init(
    command: [String], directory: String, place: String? = nil, environment: [String: String],
    cpus: Int, logLink: String
  ) {
    self.command = command
    self.directory = directory
    self.place = place
    self.environment = environment
    self.cpus = cpus
    self.logLink = logLink
  }

  /// Reads what ``json`` wrote; nil for anything else.
  init?(json text: String) {
    guard let value = try? JSONParser.parse(text), case .array(let words) = value["command"],
      case .string(let directory) = value["directory"], case .string(let log) = value["log"],
      case .object(let variables) = value["environment"],
      case .number(let cpus) = value["cpus"], let cpus = Int(cpus)
    else { return nil }
    command = words.compactMap(\.text)
    self.directory = directory
    place = value["place"]?.text
    environment = Dictionary(
      variables.compactMap { member in member.value.text.map { (member.key, $0) } }
    ) { $1 }
    self.cpus = cpus
    logLink = log
    guard command.count == words.count, environment.count == variables.count else { return nil }
  }
}

extension JSONValue {
  fileprivate var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}
