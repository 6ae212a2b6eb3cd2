internal import EETemplate

/// All that frames may name, and in which order it is looked up.
struct NameTable {
  /// What a name leads to, before any frames in it are followed.
  enum Target {
    case quantity(Quantity, name: String)
    case constant(String, name: String)
    case node(ConfigNode, path: String)
    /// The lines that ask the batch system for resources.
    case directives
    /// What differs between experiments, where only constants may stand.
    case varying(String)
    /// What only the host knows that is chosen later.
    case open(String)

    /// Whether it is a list or a map.
    var isSection: Bool {
      guard case .node(let node, _) = self else { return false }
      return node.scalar == nil
    }

    /// Whether it is a variable of the environment, which is no choice of the study's.
    var isOfEnvironment: Bool {
      guard case .constant(_, let name) = self else { return false }
      return name.hasPrefix("os.")
    }

    /// One spelling for each thing, however it was named.
    var canonicalName: String {
      switch self {
      case .quantity(_, let name), .constant(_, let name): name
      case .node(_, let path): path
      case .directives: "slurm.sbatch"
      case .open(let name), .varying(let name): name
      }
    }
  }

  /// What `ee.` says of each experiment, whatever a file has there.
  static let ownNames = ["identifier", "uuid", "name", "index", "count", "directory"]

  private let root: ConfigNode
  let lookup: Lookup
  /// Whether what depends on the host is left for later although the host is known.
  var leavesHostOpen = false
  let axes: [Axis]
  private let axisNames: [String]
  /// Parameters, where constants alone may be named.
  private let varying: Set<String>
  /// Axes on which some points have no value.
  private let partialAxes: Set<Int>
  private let own: [String: Target]

  /// Takes what frames may name; without a campaign and a space, that is constants only.
  init(
    root: ConfigNode, campaign: String?, space: ParameterSpace?, lookup: Lookup,
    varying: Set<String> = []
  ) {
    self.varying = varying
    self.root = root
    self.lookup = lookup.asked(by: root)
    axes = space?.axes ?? []
    axisNames = axes.map(\.name)
    partialAxes = Set(axisNames.indices.filter { space?.isPartial($0) ?? false })
    guard let campaign else {
      own = [:]
      return
    }
    own = [
      "identifier": .quantity(.identifier, name: "identifier"),
      "uuid": .quantity(.uuid, name: "uuid"),
      "index": .quantity(.index, name: "index"),
      "directory": .quantity(.directory, name: "directory"),
      "count": .quantity(.count, name: "count"),
      "name": .constant(campaign, name: "name"),
    ]
  }

  /// A top-level part of the configuration.
  func section(_ name: String) -> ConfigNode? { root[name] }

  func find(_ name: String) -> Target? {
    let parts = name.split(separator: ".").map(String.init)
    return parts.count == 1 ? findBare(name) : findDotted(parts)
  }

  private func findBare(_ name: String) -> Target? {
    if varying.contains(name) { return .varying(name) }
    if let axis = axisNames.firstIndex(of: name) {
      return .quantity(.axis(axis), name: "experiment.\(name)")
    }
    // `identifier` in the file is the template of what the name means.
    if name == "identifier", let target = own[name] { return target }
    // A bare name is a section's where it can be nothing else.
    let target = constant(name)
    if let target, !target.isSection { return target }
    return own[name] ?? outer(name) ?? target
  }

  /// What a bare name means that no file has.
  private func outer(_ name: String) -> Target? {
    if name == "card_name", let target = cardName() { return target }
    // `_` is what the shell ran last.
    guard lookup.bareNamesReachEnvironment, name != "_", let value = lookup.environment[name]
    else { return nil }
    return .constant(value, name: "os.\(name)")
  }

  /// An attribute or a top-level value.
  private func constant(_ name: String) -> Target? {
    if let node = root["attributes"]?[name] { return .node(node, path: "attributes.\(name)") }
    return root[name].map { .node($0, path: name) }
  }

  /// What stands for an axis where a point has no value on it; nil where all points have one.
  func fallback(forAxis axis: Int) -> (isNeeded: Bool, target: Target?) {
    guard partialAxes.contains(axis) else { return (false, nil) }
    return (true, constant(axisNames[axis]))
  }

  /// The names by which directives are chosen, in the order they are looked for.
  static let directiveNames = ["directive", "card_name", "gpu"]

  /// The GPU of a directive: what stands before its first hyphen.
  private func cardName() -> Target? {
    func card(_ directive: String) -> String {
      directive.split(separator: "-").first.map(String.init) ?? directive
    }
    if let axis = axisNames.firstIndex(of: "directive"), !partialAxes.contains(axis) {
      let texts = axes[axis].values.map { Skeleton(text: card($0.spelling).utf8) }
      return .quantity(.choice(axis, texts, otherwise: Skeleton()), name: "experiment.card_name")
    }
    guard case .node(let node, _) = constant("directive"), let scalar = node.scalar else {
      return nil
    }
    return .constant(card(scalar.text), name: "card_name")
  }

  /// What chooses among the directives: axes on which some points have no value, then the rest.
  func directiveChoices() -> [Target] {
    var choices: [Target] = []
    for name in NameTable.directiveNames {
      guard let target = findBare(name), !target.isOfEnvironment else { continue }
      choices.append(target)
      guard case .quantity(.axis(let axis), _) = target, partialAxes.contains(axis) else { break }
      guard let constant = constant(name) else { continue }
      return choices + [constant]
    }
    return choices
  }

  func isPartial(_ axis: Int) -> Bool { partialAxes.contains(axis) }

  private func findDotted(_ parts: [String]) -> Target? {
    let rest = parts.dropFirst().joined(separator: ".")
    switch parts[0] {
    case "experiment", "experiments":
      if varying.contains(rest) { return .varying(rest) }
      if let axis = axisNames.firstIndex(of: rest) {
        return .quantity(.axis(axis), name: "experiment.\(rest)")
      }
      return rest == "card_name" ? cardName() : nil
    case "os": return lookup.environment[rest].map { .constant($0, name: "os.\(rest)") }
    case "cm", "cloudmesh": return lookup.variables[rest].map { .constant($0, name: "cm.\(rest)") }
    case "ee":
      if let target = own[rest] { return target }
    case "slurm" where rest == "sbatch" && root["slurm"]?["sbatch"] == nil: return directives()
    case "host" where root["host"]?[rest] == nil:
      return findOfHost(rest)
    case "sbatch" where rest == "identifier" && root["sbatch"] != nil: return own[rest]
    default: break
    }
    var node = root
    for part in parts {
      guard let next = node[part] else { return nil }
      node = next
    }
    return .node(node, path: parts.joined(separator: "."))
  }

  /// Every name that is defined, for suggestions; of the environment only the names.
  var all: [String] {
    var names = axisNames + axisNames.map { "experiment.\($0)" }
    names += own.keys.sorted().map { "ee.\($0)" }
    collect(root, prefix: "", into: &names)
    names += (root["attributes"]?.mapping ?? []).map(\.key)
    // The shell's own `_` is nobody's slip.
    names += lookup.environment.keys.filter { $0 != "_" }.sorted().map { "os.\($0)" }
    names += lookup.variables.keys.sorted().map { "cm.\($0)" }
    names += hostNames.map { "host.\($0)" }
    return names
  }

  /// The name that was most probably meant, in the section that was named where that has one near.
  func nearest(to name: String) -> String? {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return Suggestion.nearest(to: name, among: all) }
    let section = (parts[0] == "cloudmesh" ? "cm" : parts[0]) + "."
    let inner = all.filter { $0.hasPrefix(section) }.map { String($0.dropFirst(section.count)) }
    if let rest = Suggestion.nearestSpelling(to: parts[1], among: inner) { return section + rest }
    // What one of these lacks is hardly in another: they are different worlds.
    let worlds = ["host.", "cm.", "os."]
    guard worlds.contains(section) else { return Suggestion.nearest(to: name, among: all) }
    return Suggestion.nearest(
      to: name, among: all.filter { other in !worlds.contains { other.hasPrefix($0) } })
  }

  /// How to let a variable in where the environment is closed.
  func environmentAdvice(for name: String) -> String {
    let variable = String(name.dropFirst(3))
    guard !lookup.bareNamesReachEnvironment, name.hasPrefix("os."),
      !lookup.named.contains(variable)
    else { return "" }
    return "--os \(variable) lets it in; "
  }

  private func collect(_ node: ConfigNode, prefix: String, into names: inout [String]) {
    for entry in node.mapping ?? [] {
      let name = prefix + entry.key
      if entry.value.mapping == nil {
        names.append(name)
      } else {
        collect(entry.value, prefix: name + ".", into: &names)
      }
    }
  }

  private var hostNames: [String] {
    let variables = lookup.hosts.flatMap { ($0.variables?.mapping ?? []).map(\.key) }
    return lookup.hosts.isEmpty ? [] : ["name", "user", "home"] + variables
  }

  /// Says where a name would have to be defined.
  func expectation(for name: String) -> String {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return "a parameter, an attribute or a top-level key" }
    switch parts[0] {
    case "experiment", "experiments": return "a parameter '\(parts[1])' in 'experiments'"
    case "os": return "an environment variable '\(parts[1])'"
    case "host":
      if let key = hostKey(of: name) {
        return "'\(key)' of " + (lookup.host.map { "host '\($0.name)'" } ?? "a host")
      }
      return lookup.hosts.isEmpty
        ? "a hosts file with a variable '\(parts[1])'" : "a variable '\(parts[1])' of the host"
    case "cm", "cloudmesh": return "a variable '\(parts[1])' set by 'cms set'"
    case "ee": return "one of: " + own.keys.sorted().map { "ee.\($0)" }.joined(separator: ", ")
    default: return "a key '\(parts[1])' in section '\(parts[0])'"
    }
  }
}
