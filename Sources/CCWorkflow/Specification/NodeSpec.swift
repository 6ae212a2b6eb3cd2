package import EECore

/// One node as a workflow file describes it.
package struct NodeSpec: Sendable {
  /// How many jobs a node stands for, and what makes them; on the heap, so that nodes are small.
  indirect enum Fan: Sendable {
    /// One job, or none at all.
    case single(JobSettings)
    /// Every experiment of a sweep.
    case experiments(file: ConfigNode)
    /// A job for each point of a parameter map.
    case members(MemberSet)
    /// A job for each line that another node prints.
    ///
    /// The settings lack what frames say, which is known later.
    case output(of: String, JobSettings)
    /// One job again and again.
    case loop(Loop, JobSettings)
  }

  /// How long a loop goes on.
  struct Loop: Sendable {
    let until: ConditionText?
    let max: Int
  }

  package let name: String
  package let position: SourcePosition
  let fan: Fan
  /// All that the file says of it, where that is read later; nil elsewhere, so that it can go.
  let source: ConfigNode?
  /// What decides whether it runs.
  let when: ConditionText?
  /// What else has to hold for a job to have ended well.
  let success: ConditionText?
  /// What its jobs are to leave, besides what a sweep says.
  let results: [ResultSpec]
  /// The names in `needs`, and those that follow from other keys.
  package let needs: [ConfigNode]
  package let appearance: NodeAppearance
}

extension NodeSpec {
  var successes: [ConditionText] { success.map { [$0] } ?? [] }

  /// Whether each member is asked whether it runs, and not the group: only members have parameters.
  func isDecidedByMember(_ plan: CampaignPlan) -> Bool {
    let names = plan.space.axes.map(\.name)
    guard let expression = try? when?.expression(.when),
      let condition = try? NodeCondition(expression, role: .when, parameters: names)
    else { return false }
    return condition.asksParameters
  }

  var mayHaveConditions: Bool {
    guard when == nil, success == nil, case .single(let settings) = fan else { return true }
    return !settings.computed.isEmpty
  }

  func hasConditions(_ members: MemberSet?) -> Bool {
    when != nil || success != nil || members?.computed.isEmpty == false
  }
}

extension NodeSpec {
  /// The script files that its jobs run; nil where they are those of a sweep.
  package var scripts: [String]? {
    switch fan {
    case .experiments: nil
    case .single(let settings), .output(_, let settings), .loop(_, let settings):
      [settings].compactMap(\.script)
    case .members(let members): members.scripts
    }
  }
}

/// How a node is drawn.
package struct NodeAppearance: Hashable, Sendable {
  /// A template over the node's attributes.
  package var label: String
  package var shape: String
  package var style: String
  package var color: String?
  package var font: String?
}
