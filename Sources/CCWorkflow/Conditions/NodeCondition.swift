internal import CampaignStore
internal import EECore

/// An expression over the results of nodes: `metric('train', 'accuracy', 'max') > 0.9`.
struct NodeCondition {
  /// What an expression is for, which decides what it may ask.
  enum Role: Hashable {
    /// Whether a node runs; nothing of it has run yet.
    case when
    /// Whether a loop goes on no longer.
    case until
    /// Whether a job ended well.
    case success
    /// A variable of the environment.
    case variable(String)

    var title: String {
      switch self {
      case .when: "'when'"
      case .until: "'until'"
      case .success: "'success'"
      case .variable(let name): "'value' of '\(name)'"
      }
    }

    var isCondition: Bool { if case .variable = self { false } else { true } }
    /// Whether there is something of the node itself to ask about.
    var knowsItself: Bool { self == .until || self == .success }
  }

  static let functions: [String: ClosedRange<Int>] = [
    "metric": 1...3, "state": 0...1, "exit_code": 0...1, "seconds": 0...1, "attempt": 0...0,
    "pass": 0...0, "param": 1...1,
  ]
  /// Functions without brackets, of the node itself.
  static let ownNames = ["exit_code", "state", "seconds", "attempt", "pass"]
  static let selfName = "self"

  let role: Role
  private let results: Set<String>
  private let condition: Condition

  /// Checks an expression; the names of the node's parameters are nil where they are not known yet.
  ///
  /// Where the node itself has run its results have names too.
  ///
  /// - Throws: ``Diagnostics`` EE131, EE132 where it cannot be used.
  init(
    _ expression: Expression, role: Role, parameters: [String]?, results: [String] = []
  ) throws(Diagnostics) {
    self.role = role
    let results = role.knowsItself ? results : []
    self.results = Set(results)
    condition = try Condition(
      expression, isCondition: role.isCondition, functions: Self.functions,
      names: parameters.map { $0 + Self.ownNames + results })
    try check(expression, parameters)
  }

  /// An expression without what its calls ask for: those of one shape are right or wrong alike.
  static func shape(_ expression: Expression, _ calls: [ConditionCall]) -> String {
    expression.replacing(
      calls.map { call in
        // Which value is picked, and of which parameter, is checked too.
        let shown = call.function == "param" ? call.text : call.arguments.dropFirst(2).first?.text
        let own = call.isOwn ? "own" : ""
        return (call.range, "\(call.function)(\(own) \(call.arguments.count) \(shown ?? ""))")
      }
    ).text
  }

  /// Whether it asks for a parameter of the node.
  var asksParameters: Bool {
    condition.calls.contains { $0.function == "param" } || !condition.usedNames.isEmpty
  }

  private func check(_ expression: Expression, _ parameters: [String]?) throws(Diagnostics) {
    for call in condition.calls {
      if call.function == "param", let parameters, let name = call.arguments.first,
        !parameters.contains(name.text)
      {
        throw expression.report(
          .unknownColumn, "names '\(name.text)', which is no parameter of the node",
          at: name.range, hint: Suggestion.hint(for: name.text, among: parameters))
      }
      if call.function == "metric", call.arguments.count == 3, let pick = call.arguments.last,
        MetricPick(rawValue: pick.text) == nil
      {
        throw expression.report(
          .malformedExpression, "picks '\(pick.text)' of a metric, expected one of its values",
          at: pick.range,
          hint: Suggestion.hint(for: pick.text, among: MetricPick.allCases.map(\.rawValue)))
      }
      guard !role.knowsItself, call.isOwn, !isKnownBefore(call.function) else { continue }
      throw notYet(expression, "\(call.function)()", at: call.range)
    }
    guard !role.knowsItself else { return }
    for name in condition.usedNames where Self.ownNames.contains(name) && !isKnownBefore(name) {
      guard parameters?.contains(name) != true else { continue }
      throw notYet(expression, name, at: nil)
    }
  }

  /// A variable is computed when the attempt begins.
  private func isKnownBefore(_ function: String) -> Bool {
    function == "param" || !role.isCondition && (function == "attempt" || function == "pass")
  }

  private func notYet(_ expression: Expression, _ name: String, at range: Range<Int>?)
    -> Diagnostics
  {
    expression.report(
      .malformedExpression, "asks for \(name) of the node itself, which has not run yet", at: range,
      hint: "name a node that comes before it, such as \(name.prefix { $0 != "(" })('train')")
  }
}

extension NodeCondition {
  /// Answers a condition.
  ///
  /// - Throws: ``Diagnostics`` where it is neither true nor false; ``StoreError``.
  func outcome(_ values: any ConditionValues, _ context: ConditionContext) throws
    -> Condition.Outcome
  {
    let answers = try answers(values, context)
    return try condition.outcome(
      call: { answers[$0.text] ?? nil },
      name: { answers[$0] ?? nil })
  }

  /// Computes a variable; nil where it is NULL.
  ///
  /// - Throws: ``Diagnostics`` where it cannot be computed; ``StoreError``.
  func value(_ values: any ConditionValues, _ context: ConditionContext) throws -> String? {
    let answers = try answers(values, context)
    return try condition.value(
      call: { answers[$0.text] ?? nil },
      name: { answers[$0] ?? nil })
  }

  /// The values of all calls, and of all names; a parameter hides a name of ours.
  private func answers(
    _ values: any ConditionValues, _ context: ConditionContext
  ) throws -> [String: ParameterValue?] {
    var answers: [String: ParameterValue?] = [:]
    for name in condition.usedNames {
      if let spelling = context.parameters[name] {
        answers[name] = ParameterValue(spelled: spelling)
      } else if results.contains(name), !Self.ownNames.contains(name) {
        answers[name] = try answer("metric", [name], values, context)
      } else {
        answers[name] = try answer(name, [], values, context)
      }
    }
    for call in condition.calls {
      answers[call.text] = try answer(call.function, call.arguments.map(\.text), values, context)
    }
    return answers
  }

  private func answer(
    _ function: String, _ arguments: [String], _ values: any ConditionValues,
    _ context: ConditionContext
  ) throws -> ParameterValue? {
    let first = arguments.first ?? Self.selfName
    let node = first == Self.selfName ? context.node : first
    switch function {
    case "metric":
      let isOwn = arguments.count == 1
      let pick = arguments.count == 3 ? MetricPick(rawValue: arguments[2]) ?? .last : .last
      let all = try values.metric(
        arguments[isOwn ? 0 : 1], of: isOwn ? context.node : node)
      return pick(all).flatMap(Self.number)
    case "state":
      return try values.state(of: node).map {
        ParameterValue(Scalar($0.rawValue, isPlain: false))
      }
    case "exit_code":
      return try values.exitCode(of: node).map { ParameterValue(spelled: String($0)) }
    case "seconds": return try values.seconds(of: node).flatMap(Self.number)
    case "attempt": return context.attempt.map { ParameterValue(spelled: String($0)) }
    case "pass": return context.pass.map { ParameterValue(spelled: String($0)) }
    case "param": return context.parameters[first].map(ParameterValue.init(spelled:))
    default: return nil
    }
  }

  /// A number that SQL reads as the same; what is none has no value.
  private static func number(_ value: Double) -> ParameterValue? {
    if value.isNaN { return nil }
    if value.isInfinite { return ParameterValue(spelled: value < 0 ? "-9e999" : "9e999") }
    if value == value.rounded(), abs(value) < 1e15 {
      return ParameterValue(spelled: String(Int64(value)))
    }
    return ParameterValue(spelled: "\(value)")
  }
}

extension ConditionCall {
  /// The argument that names a node; nil where it is about the node itself.
  var nodeArgument: Argument? {
    guard !isOwn, function != "param" else { return nil }
    return arguments.first
  }

  /// Whether it asks about the node that the condition belongs to.
  var isOwn: Bool {
    switch function {
    case "metric": arguments.count == 1 || arguments.first?.text == NodeCondition.selfName
    case "param": false
    default: arguments.isEmpty || arguments.first?.text == NodeCondition.selfName
    }
  }
}
