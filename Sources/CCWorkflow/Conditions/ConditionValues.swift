package import CampaignStore

/// What conditions may ask of the nodes of a run.
package protocol ConditionValues {
  /// The values of a metric or a timer: of a job in the order measured, of a group what each of its
  /// members ended with, in their order; NaN for what was no number.
  func metric(_ name: String, of node: String) throws(StoreError) -> [Double]
  /// The state of a node; nil where there is none of this name.
  func state(of node: String) throws(StoreError) -> JobState?
  /// How the newest attempt ended; of a group the greatest of its members'.
  func exitCode(of node: String) throws(StoreError) -> Int?
  /// How long the newest attempt ran; of a group all of its members together.
  func seconds(of node: String) throws(StoreError) -> Double?
}

/// Who asks, and what that one is.
package struct ConditionContext: Sendable {
  /// The name of the node, the member or the pass.
  package var node: String
  /// The number of its attempt, from one; nil where there is none yet.
  package var attempt: Int?
  /// The pass of a loop, from one.
  package var pass: Int?
  /// Its parameters and their spellings.
  package var parameters: [String: String]

  package init(
    node: String, attempt: Int? = nil, pass: Int? = nil, parameters: [String: String] = [:]
  ) {
    self.node = node
    self.attempt = attempt
    self.pass = pass
    self.parameters = parameters
  }
}
