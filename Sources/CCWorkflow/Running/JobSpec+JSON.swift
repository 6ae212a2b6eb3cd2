internal import EECore

extension JobSpec {
  /// What every job has is written without a value of JSON between: a run has thousands of jobs.
  var json: String {
    var writer = ByteWriter(capacity: 512)
    // First, so that the database finds it without reading on.
    if let place { writer.append(member: "place", to: "{", place) }
    writer.append(place == nil ? "{\"command\":[" : ",\"command\":[")
    for (index, word) in command.enumerated() {
      if index > 0 { writer.append(UInt8(ascii: ",")) }
      writer.append(quoted: word)
    }
    writer.append(member: "directory", to: "],", directory)
    writer.append(",\"environment\":{")
    if !environment.isEmpty {
      for (index, variable) in environment.sorted(by: { $0.key < $1.key }).enumerated() {
        writer.append(member: variable.key, to: index > 0 ? "," : "", variable.value)
      }
    }
    writer.append("},\"cpus\":")
    writer.append(Int64(cpus))
    writer.append(member: "log", to: ",", logLink)
    for member in rarer {
      writer.append(UInt8(ascii: ","))
      writer.append(quoted: member.key)
      writer.append(UInt8(ascii: ":"))
      writer.append(JSONWriter.text(member.value))
    }
    writer.append(UInt8(ascii: "}"))
    return writer.text
  }

  /// What only some jobs have.
  private var rarer: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if request.memory > 0 { members.append(.init("memory", .int(request.memory))) }
    if !request.gpus.isEmpty {
      members.append(.init("gpus", .array(request.gpus.map(\.json))))
    }
    if request.isExclusive { members.append(.init("exclusive", .bool(true))) }
    if !request.hosts.isEmpty {
      members.append(.init("hosts", .array(request.hosts.map(JSONValue.string))))
    }
    if let waitingScript { members.append(.init("waiting", .string(waitingScript))) }
    if let transfer { members.append(.init("transfer", transfer.json)) }
    if request.isPinned { members.append(.init("pin", .bool(true))) }
    if let limit { members.append(.init("limit", .int(Int(limit)))) }
    if let grace { members.append(.init("grace", .int(Int(grace)))) }
    if let retry { members.append(.init("retry", retry.json)) }
    if let when { members.append(.init("when", when.json)) }
    if !success.isEmpty { members.append(.init("success", .array(success.map(\.json)))) }
    if !computed.isEmpty {
      let sorted = computed.sorted { $0.key < $1.key }
      members.append(.init("computed", .object(sorted.map { .init($0.key, $0.value.json) })))
    }
    if !parameters.isEmpty {
      let sorted = parameters.sorted { $0.key < $1.key }
      members.append(.init("parameters", .object(sorted.map { .init($0.key, .string($0.value)) })))
    }
    if let pass { members.append(.init("pass", .int(pass))) }
    if let loop {
      let until = loop.until.map { [JSONValue.Member("until", $0.json)] } ?? []
      members.append(.init("loop", .object([.init("max", .int(loop.max))] + until)))
    }
    if let output { members.append(.init("output", output.json)) }
    return members
  }

  /// Reads what ``json`` wrote; nil for anything else.
  init?(json text: String) {
    guard let value = try? JSONParser.parse(text), case .array(let words) = value["command"],
      case .string(let directory) = value["directory"], case .string(let log) = value["log"],
      let environment = value["environment"]?.texts, let cpus = value["cpus"]?.whole,
      let gpus = GPURequest.all(value["gpus"])
    else { return nil }
    self.init(
      command: words.compactMap(\.text), directory: directory, place: value["place"]?.text,
      environment: environment,
      request: ResourceRequest(
        cpus: cpus, memory: value["memory"]?.whole ?? 0, gpus: gpus,
        isExclusive: value["exclusive"] == .bool(true), isPinned: value["pin"] == .bool(true),
        hosts: value["hosts"]?.strings ?? []),
      logLink: log)
    waitingScript = value["waiting"]?.text
    transfer = value["transfer"].flatMap(JobTransfer.init(json:))
    limit = value["limit"]?.whole.map(Int64.init)
    grace = value["grace"]?.whole.map(Int64.init)
    retry = value["retry"].flatMap(RetryPolicy.init(json:))
    when = ConditionText(json: value["when"])
    success = ConditionText.all(json: value["success"])
    if case .object(let members)? = value["computed"] {
      for member in members { computed[member.key] = ConditionText(json: member.value) }
    }
    parameters = value["parameters"]?.texts ?? [:]
    pass = value["pass"]?.whole
    if let loop = value["loop"], let max = loop["max"]?.whole {
      self.loop = Loop(until: ConditionText(json: loop["until"]), max: max)
    }
    output = value["output"].flatMap(OutputSource.init(json:))
    guard command.count == words.count else { return nil }
  }
}

extension ByteWriter {
  /// Appends one text of an object behind what stands before it.
  fileprivate mutating func append(member key: String, to start: String, _ text: String) {
    append(start)
    append(quoted: key)
    append(UInt8(ascii: ":"))
    append(quoted: text)
  }
}

extension GPURequest {
  fileprivate var json: JSONValue {
    .object(
      (type.map { [.init("type", .string($0))] } ?? [])
        + [share > 0 ? .init("share", .int(share)) : .init("count", .int(count))])
  }

  /// Reads a list; nil where it is none.
  fileprivate static func all(_ value: JSONValue?) -> [GPURequest]? {
    guard let value else { return [] }
    guard case .array(let values) = value else { return nil }
    return values.map { value in
      let type = value["type"]?.text
      if let share = value["share"]?.whole { return GPURequest(type: type, share: share) }
      return GPURequest(type: type, count: value["count"]?.whole ?? 1)
    }
  }
}

extension RetryPolicy {
  fileprivate var json: JSONValue {
    .object([
      .init("max", .int(max)),
      .init("on", .array(causes.map(\.rawValue).sorted().map(JSONValue.string))),
      .init("delay", .int(Int(delay))), .init("memory", .double(memoryFactor)),
      .init("time", .double(timeFactor)),
    ])
  }

  fileprivate init?(json: JSONValue) {
    guard let max = json["max"]?.whole, case .array(let causes)? = json["on"],
      case .number(let memory)? = json["memory"], case .number(let time)? = json["time"]
    else { return nil }
    self.init(
      max: max, causes: Set(causes.compactMap { $0.text.flatMap(FailureCause.init(rawValue:)) }),
      delay: Int64(json["delay"]?.whole ?? 0), memoryFactor: Double(memory) ?? 1,
      timeFactor: Double(time) ?? 1)
  }
}

extension JobTransfer {
  fileprivate var json: JSONValue {
    .object(
      [.init("command", .array(command.map(JSONValue.string)))]
        + (script.map { [.init("script", .string($0))] } ?? [])
        + [
          .init("inputs", .array(inputs.map(JSONValue.string)))
        ]
        + (outputs.map { [.init("outputs", .array($0.map(JSONValue.string)))] } ?? []))
  }

  fileprivate init?(json: JSONValue) {
    guard let command = json["command"]?.strings else { return nil }
    self.init(
      command: command, script: json["script"]?.text, inputs: json["inputs"]?.strings ?? [],
      outputs: json["outputs"]?.strings)
  }
}

extension JSONValue {
  /// The texts of a list; nil for anything else.
  fileprivate var strings: [String]? {
    guard case .array(let values) = self else { return nil }
    return values.compactMap(\.text)
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var whole: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// The members of an object whose values are all texts; nil for anything else.
  var texts: [String: String]? {
    guard case .object(let members) = self else { return nil }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.text else { return nil }
      texts[member.key] = text
    }
    return texts
  }
}
