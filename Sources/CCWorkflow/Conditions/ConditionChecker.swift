internal import EECore

/// Checks the conditions of a workflow: that each can be read, and asks only what is known by then.
struct ConditionChecker {
  private let nodes: [NodeSpec]
  private let places: [String: Int]
  private let order: NodeOrder
  /// What conditions look like without their texts, that were found to be fine.
  private var sound: Set<String> = []
  /// The names of the results of the node that is checked.
  private var results: [String] = []

  init(_ nodes: [NodeSpec], places: [String: Int], graph: Graph) {
    self.nodes = nodes
    self.places = places
    order = NodeOrder(graph)
  }

  /// Checks all nodes but those whose parameters are a sweep's.
  mutating func check() throws(Diagnostics) {
    var found: [Diagnostic] = []
    for place in nodes.indices where nodes[place].mayHaveConditions {
      do throws(Diagnostics) {
        switch nodes[place].fan {
        case .experiments: continue
        case .single(let settings), .loop(_, let settings):
          try check(place, settings.computed, parameters: [])
        case .members(let members):
          let names = members.plan.space.axes.map(\.name)
          try check(place, members.computed, parameters: names)
        case .output(_, let settings): try check(place, settings.computed, parameters: nil)
        }
      } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
  }

  /// Checks the conditions of one node.
  ///
  /// `successes` and `results` are those of its sweep, which count besides the node's.
  ///
  /// - Throws: ``Diagnostics`` at what is wrong in any of them.
  mutating func check(
    _ place: Int, _ computed: [String: ConditionText], parameters: [String]?,
    successes: [ConditionText] = [], results: [ResultSpec] = []
  ) throws(Diagnostics) {
    self.results = (results + nodes[place].results).map(\.name)
    let node = nodes[place]
    var found: [Diagnostic] = []
    var conditions: [(text: ConditionText, role: NodeCondition.Role)] = []
    if let when = node.when { conditions.append((when, .when)) }
    conditions += (successes + node.successes).map { ($0, .success) }
    if case .loop(let loop, _) = node.fan, let until = loop.until {
      conditions.append((until, .until))
    }
    conditions += computed.sorted { $0.key < $1.key }.map { ($1, .variable($0)) }
    for (text, role) in conditions {
      do throws(Diagnostics) {
        try check(text, role, of: place, parameters)
      } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
  }

  private mutating func check(
    _ text: ConditionText, _ role: NodeCondition.Role, of place: Int, _ parameters: [String]?
  ) throws(Diagnostics) {
    let expression = try text.expression(role)
    let calls = try Condition.calls(
      in: expression, isCondition: role.isCondition, NodeCondition.functions)
    // Thousands of nodes may ask the same of others; asking SQLite once is enough.
    let shape = NodeCondition.shape(expression, calls)
    let key = "\(role.isCondition) \(role.knowsItself) \(shape)"
    if parameters?.isEmpty != true || !results.isEmpty || !sound.contains(key) {
      // Whether a group runs is decided before its members are known.
      let isKnown = parameters != nil || role != .when
      _ = try NodeCondition(
        expression, role: role, parameters: isKnown ? parameters : [], results: results)
      sound.insert(key)
    }
    for call in calls {
      guard let argument = call.nodeArgument else { continue }
      try checkNode(argument, expression, role, of: place)
    }
  }

  private func checkNode(
    _ argument: ConditionCall.Argument, _ expression: Expression, _ role: NodeCondition.Role,
    of place: Int
  ) throws(Diagnostics) {
    guard let target = self.place(of: argument.text) else {
      throw expression.report(
        .unknownNode, "names '\(argument.text)', which is no node", at: argument.range,
        hint: Suggestion.hint(for: argument.text, among: nodes.map(\.name)))
    }
    guard target != place else {
      guard !role.knowsItself else { return }
      throw expression.report(
        .unknownNode, "names '\(argument.text)', the node itself, which has not run yet",
        at: argument.range, hint: "name a node that comes before it")
    }
    guard !order.comes(target, before: place) else { return }
    throw expression.report(
      .unknownNode,
      "names '\(argument.text)', which does not come before '\(nodes[place].name)', so it would "
        + "have no value", at: argument.range,
      hint: "add the dependency: \(nodes[target].name), \(nodes[place].name)")
  }

  /// The node of a name, or the one that a member or a pass belongs to.
  private func place(of name: String) -> Int? {
    if let place = places[name] { return place }
    if let slash = name.firstIndex(of: "/"), let place = places[String(name[..<slash])] {
      switch nodes[place].fan {
      case .experiments, .members, .output: return place
      case .single, .loop: return nil
      }
    }
    guard let mark = name.lastIndex(of: "#"), let place = places[String(name[..<mark])],
      case .loop(let loop, _) = nodes[place].fan,
      let pass = Int(name[name.index(after: mark)...]), (1...loop.max).contains(pass)
    else { return nil }
    return place
  }
}
