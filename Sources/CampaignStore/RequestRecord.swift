/// What another process asks the owner of a run to do.
package struct RequestRecord: Hashable, Sendable {
  package enum Action: String, Sendable, CaseIterable {
    case cancel
    case retry
    /// Nothing more is to start.
    case pause
    /// The end of a pause.
    case unpause = "resume"
  }

  package let id: Int
  package let run: String
  package let action: Action
  /// Names of nodes; nil for the whole run.
  package let nodes: [String]?
  /// UTC text.
  package let created: String
  /// UTC text; nil while nobody has dealt with it.
  package let handled: String?
  /// What came of it, in words.
  package let answer: String?

  package init(
    id: Int, run: String, action: Action, nodes: [String]?, created: String,
    handled: String? = nil, answer: String? = nil
  ) {
    self.id = id
    self.run = run
    self.action = action
    self.nodes = nodes
    self.created = created
    self.handled = handled
    self.answer = answer
  }
}
