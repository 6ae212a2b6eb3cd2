/// One attempt, or one node that had none yet; its numbers stand in the columns of the input.
package struct ResultRow: Hashable, Sendable {
  package var run: String
  package var node: String
  /// The experiment's identifier; nil for a node that is no experiment.
  package var experiment: String?
  package var uuid: String?
  /// The node whose fan-out it belongs to; nil for a node of its own.
  package var group: String?
  /// Counts from one; zero where nothing was tried yet.
  package var attempt: Int
  /// Of the node after this attempt: `done`, `failed`, `ready`, … ; only `done` counts as a result.
  package var state: String
  package var cause: String?
  package var host: String?
  package var exitCode: Int?
  /// - Units: Seconds of wall time.
  package var seconds: Double?
  /// How many jobs ran beside it on its host.
  package var neighbours: Int?
  /// The attempt, as the database names it.
  package var attemptID: String?
  /// The place of what is known about how it ran, among the facts of the input.
  package var facts: Int?

  package init(
    run: String, node: String, experiment: String? = nil, uuid: String? = nil, attempt: Int,
    state: String, cause: String? = nil, host: String? = nil, exitCode: Int? = nil,
    seconds: Double? = nil, neighbours: Int? = nil
  ) {
    self.run = run
    self.node = node
    self.experiment = experiment
    self.uuid = uuid
    self.attempt = attempt
    self.state = state
    self.cause = cause
    self.host = host
    self.exitCode = exitCode
    self.seconds = seconds
    self.neighbours = neighbours
  }
}

extension ResultRow {
  package var isDone: Bool { state == "done" }

  /// Whether it ran without us, so that nobody saw how it ended.
  package var isUnverified: Bool { state == "unverified" }

  /// What people call it.
  package var name: String { experiment ?? node }
}
