internal import EECore

/// What frames that are followed later may name besides parameters, as it was when the file was read.
///
/// A resumed run reads them alike, whatever its own environment and options are; only what they
/// name is kept.
struct KeptLookup: Hashable, Sendable {
  private var environment: [String: String] = [:]
  private var variables: [String: String] = [:]
  private var host: [String: String] = [:]
  private var isClosed = false
  private var undefined = Lookup.Undefined.standard

  init() {}

  /// Keeps of a lookup what the frames of a node name.
  init(_ lookup: Lookup, for node: ConfigNode?) {
    isClosed = !lookup.bareNamesReachEnvironment
    undefined = lookup.undefined
    for name in node?.frameNames ?? [] {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        environment[name] = environment[name] ?? lookup.environment[name]
        continue
      }
      switch parts[0] {
      case "os": environment[parts[1]] = lookup.environment[parts[1]]
      case "cm", "cloudmesh": variables[parts[1]] = lookup.variables[parts[1]]
      case "host": host[parts[1]] = KeptLookup.text(of: name, lookup)
      default: continue
      }
    }
  }

  /// What a frame of this name stands for; nil where it stands for nothing.
  private static func text(of name: String, _ lookup: Lookup) -> String? {
    let start = SourcePosition(file: "", line: 1, column: 1)
    var frames = ConstantFrames(root: ConfigNode(.mapping([]), at: start), lookup: lookup)
    let frame = "{\(name)}"
    let node = try? frames.follow(ConfigNode(.scalar(Scalar(frame, isPlain: false)), at: start))
    guard let text = node?.scalar?.text, text != frame else { return nil }
    return text
  }

  var lookup: Lookup {
    let host = self.host.isEmpty ? nil : KeptLookup.host(self.host)
    return Lookup(
      environment: environment, bareNamesReachEnvironment: !isClosed, variables: variables,
      host: host, hosts: host.map { [$0] } ?? [], undefined: undefined)
  }

  /// A host all of whose values are variables.
  private static func host(_ texts: [String: String]) -> HostSpec? {
    let start = SourcePosition(file: "", line: 1, column: 1)
    func map(_ entries: [(key: String, value: ConfigNode)]) -> ConfigNode {
      let entries = entries.map { ConfigEntry(key: $0.key, at: start, value: $0.value) }
      return ConfigNode(.mapping(entries), at: start)
    }
    let variables = texts.sorted { $0.key < $1.key }.map { entry in
      (entry.key, ConfigNode(.scalar(Scalar(verbatim: entry.value, isPlain: false)), at: start))
    }
    let hosts = map([("hosts", map([("here", map([("variables", map(variables))]))]))])
    return (try? HostSpec.all(in: hosts))?.first
  }
}

extension KeptLookup {
  var json: JSONValue {
    func object(_ texts: [String: String]) -> JSONValue {
      .object(texts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }
    return .object([
      .init("environment", object(environment)), .init("variables", object(variables)),
      .init("host", object(host)), .init("closed", .bool(isClosed)),
      .init("undefined", .string(undefined.rawValue)),
    ])
  }

  /// Reads what ``json`` wrote.
  init(json: JSONValue?) {
    environment = json?["environment"]?.texts ?? [:]
    variables = json?["variables"]?.texts ?? [:]
    host = json?["host"]?.texts ?? [:]
    isClosed = json?["closed"] == .bool(true)
    undefined = json?["undefined"]?.text.flatMap(Lookup.Undefined.init(rawValue:)) ?? .standard
  }
}
