// As the database keeps them, so that they are read again without the files.
extension ResultSpec {
  /// A list as one text.
  package static func text(of results: [ResultSpec]) -> String {
    JSONWriter.text(.array(results.map(\.json)))
  }

  /// Reads what ``text(of:)`` wrote; what cannot be read is left out.
  package static func results(in text: String?) -> [ResultSpec] {
    guard let text, case .array(let values)? = try? JSONParser.parse(text) else { return [] }
    return values.compactMap(ResultSpec.init(json:))
  }

  private var json: JSONValue {
    var members = [JSONValue.Member("name", .string(name))]
    switch source {
    case .pattern(let text): members.append(.init("regex", .string(text)))
    case .json(let path): members.append(.init("json", .string(path.text)))
    case .column(let name): members.append(.init("column", .string(name)))
    case .timer(let name): members.append(.init("timer", .string(name)))
    case .metric(let name): members.append(.init("metric", .string(name)))
    }
    if let file { members.append(.init("file", .string(file))) }
    if let unit { members.append(.init("unit", .string(unit))) }
    members.append(.init("pick", .string(pick.rawValue)))
    if let goal { members.append(.init("goal", .string(goal.rawValue))) }
    if isOptional { members.append(.init("optional", .bool(true))) }
    return .object(members)
  }

  private init?(json value: JSONValue) {
    func text(_ key: String) -> String? {
      guard case .string(let text)? = value[key] else { return nil }
      return text
    }
    guard let name = text("name"), let pick = text("pick").flatMap(Pick.init(rawValue:)) else {
      return nil
    }
    let source: Source
    if let pattern = text("regex") {
      source = .pattern(pattern)
    } else if let path = text("json").flatMap(JSONPath.init) {
      source = .json(path)
    } else if let column = text("column") {
      source = .column(column)
    } else if let timer = text("timer") {
      source = .timer(timer)
    } else if let metric = text("metric") {
      source = .metric(metric)
    } else {
      return nil
    }
    self.init(
      name: name, source: source, file: text("file"), unit: text("unit"), pick: pick,
      goal: text("goal").flatMap(Goal.init(rawValue:)), isOptional: value["optional"] == .bool(true)
    )
  }
}
