internal import EECore

/// Reads what a job needs of its host: processors, memory, devices, time.
struct RequestReader {
  let node: ConfigNode
  let filter: KeyFilter

  private subscript(key: String) -> ConfigNode? { filter.mayHold(key) ? node.given(key) : nil }

  func request() throws(Diagnostics) -> ResourceRequest {
    ResourceRequest(
      cpus: try self["cpus"]?.integer(of: "'cpus'", atLeast: 1) ?? 1, memory: try memory(),
      gpus: try gpus(), isExclusive: try flag("exclusive"),
      isPinned: try flag("pin"))
  }

  private func flag(_ key: String) throws(Diagnostics) -> Bool {
    guard let node = self[key] else { return false }
    switch node.scalar?.text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw node.wrongKind("'\(key)'", expected: "true or false")
    }
  }

  private func memory() throws(Diagnostics) -> Int {
    guard let node = self["memory"] else { return 0 }
    guard let bytes = QuantityText.memory(try node.text(of: "'memory'")) else {
      throw node.wrongKind("'memory'", expected: "an amount such as 16GB, 512M or 800 (megabytes)")
    }
    return bytes
  }

  private func gpus() throws(Diagnostics) -> [GPURequest] {
    guard let node = self["gpus"] else { return [] }
    guard let alternatives = node.sequence else {
      return try Self.gpu(node, isAlternative: false).map { [$0] } ?? []
    }
    guard !alternatives.isEmpty else {
      throw node.wrongKind("'gpus'", expected: "a number, {type, count}, or a list of these")
    }
    var requests: [GPURequest] = []
    for node in alternatives {
      if let request = try Self.gpu(node, isAlternative: true) { requests.append(request) }
    }
    return requests
  }

  /// Returns nil where no device is wanted.
  private static func gpu(
    _ node: ConfigNode, isAlternative: Bool
  ) throws(Diagnostics) -> GPURequest? {
    guard let entries = node.mapping else {
      let text = try node.text(of: "'gpus'")
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, let name = parts.first, isType(name) else {
        return try count(node, text, what: "'gpus'", type: nil, isAlternative)
      }
      return try count(
        node, parts.count == 2 ? parts[1] : "1", what: "'gpus'", type: name, isAlternative)
    }
    try entries.check(keys: ["type", "count"], in: "'gpus'")
    let type = try node.given("type")?.text(of: "'type' of 'gpus'")
    guard let number = node.given("count") else {
      guard type != nil else {
        throw node.wrongKind("'gpus'", expected: "a number, {type, count}, or a list of these")
      }
      return GPURequest(type: type, count: 1)
    }
    let what = "'count' of 'gpus'"
    return try count(number, try number.text(of: what), what: what, type: type, isAlternative)
  }

  private static func isType(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return first.properties.isAlphabetic
  }

  private static func count(
    _ node: ConfigNode, _ text: String, what: String, type: String?, _ isAlternative: Bool
  ) throws(Diagnostics) -> GPURequest? {
    let expected =
      "a whole number of at least \(isAlternative ? 1 : 0), or a part of one device such as 0.5"
    guard let number = QuantityText.number(text), number < 1_000_000 else {
      throw node.wrongKind(what, expected: expected)
    }
    if number == 0, !isAlternative { return nil }
    if number == number.rounded(), number >= 1 {
      return GPURequest(type: type, count: Int(number))
    }
    let share = Int((number * 1000).rounded())
    guard number < 1, share > 0, share < 1000 else {
      throw node.wrongKind(what, expected: expected)
    }
    return GPURequest(type: type, share: share)
  }

  /// Returns the limit of the run time; one for each type of GPU is chosen by what the job asks for.
  func limit(for request: ResourceRequest) throws(Diagnostics) -> Int64? {
    guard let node = self["time"] else { return nil }
    guard let entries = node.mapping else { return try Self.limit(node, "'time'") }
    guard !entries.isEmpty else {
      throw node.wrongKind("'time'", expected: "a time such as 2h, or one for each type of GPU")
    }
    var limits: [String: Int64] = [:]
    for entry in entries {
      limits[entry.key.lowercased()] = try Self.limit(entry.value, "'\(entry.key)' of 'time'")
    }
    let types = request.gpus.map { $0.type ?? "default" }
    // Which of the alternatives it gets is known when it starts; none may be cut short.
    var longest: Int64?
    for type in types.isEmpty ? ["default"] : types {
      guard let limit = limits[type] ?? limits["default"] else {
        let asked = type == "default" ? "a job that asks for no type of GPU" : "GPU type '\(type)'"
        throw Diagnostics(
          .missingKey, "'time' has no entry for \(asked), and no 'default'", at: node.position,
          hint: "add default: 2h")
      }
      longest = max(longest ?? 0, limit)
    }
    return longest
  }

  /// Returns how long a job that was asked to end is given before it is killed.
  func grace() throws(Diagnostics) -> Int64? {
    try self["grace"].map { node throws(Diagnostics) in
      guard let grace = QuantityText.duration(try node.text(of: "'grace'")) else {
        throw node.wrongKind("'grace'", expected: "a time with its unit such as 10s or 5m")
      }
      return grace
    }
  }

  private static func limit(_ node: ConfigNode, _ what: String) throws(Diagnostics) -> Int64 {
    guard let limit = QuantityText.limit(try node.text(of: what)), limit > 0 else {
      throw node.wrongKind(
        what, expected: "a time such as 2h, 90s, 1:30:00, 1-02:00:00 or 45 (minutes)")
    }
    return limit
  }
}

extension ConfigNode {
  /// The value of a key; what is null was never given.
  func given(_ key: String) -> ConfigNode? {
    self[key].flatMap { $0.scalar?.isNull == true ? nil : $0 }
  }
}
