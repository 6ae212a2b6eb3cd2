internal import CampaignStore
internal import EECore

// What has to be asked while a run goes on.
extension JobSpec {
  /// Answers the engine's question whether a node that has been reached is to run.
  ///
  /// - Throws: ``StoreError``; what is wrong with the condition is a decision too.
  func decision(of node: String, _ values: any ConditionValues) throws -> Decision {
    guard let when else { return .run }
    do {
      let context = ConditionContext(node: node, parameters: parameters)
      let condition = try NodeCondition(
        when.expression(.when), role: .when, parameters: Array(parameters.keys))
      switch try condition.outcome(values, context) {
      case .holds: return .run
      case .fails(let reason): return .skip(reason: "its condition is \(reason)")
      }
    } catch let error as Diagnostics {
      return .fail(reason: error.text)
    }
  }

  /// Returns why a job that ended with exit code 0 did not end well; nil where it did.
  ///
  /// - Throws: ``StoreError``; what is wrong with the condition is a reason too.
  func failure(of node: String, attempt: Int, _ values: any ConditionValues) throws -> String? {
    guard let success else { return nil }
    do {
      let condition = try NodeCondition(
        success.expression(.success), role: .success, parameters: Array(parameters.keys))
      switch try condition.outcome(values, context(of: node, attempt: attempt)) {
      case .holds: return nil
      case .fails(let reason): return "its condition for success is \(reason)"
      }
    } catch let error as Diagnostics {
      return error.text
    }
  }

  /// Returns the variables of its environment that are computed when an attempt starts.
  ///
  /// - Throws: ``Diagnostics`` where one cannot be computed, or is NULL; ``StoreError``.
  func computedEnvironment(
    of node: String, attempt: Int, _ values: any ConditionValues
  ) throws -> [String: String] {
    var variables: [String: String] = [:]
    for (name, text) in computed.sorted(by: { $0.key < $1.key }) {
      let expression = try text.expression(.variable(name))
      let condition = try NodeCondition(
        expression, role: .variable(name), parameters: Array(parameters.keys))
      guard let value = try condition.value(values, context(of: node, attempt: attempt)) else {
        throw expression.report(
          .nullResult, "is NULL, expected a value",
          hint: "a value that is not there makes NULL; give another with ifnull(…, …)")
      }
      variables[name] = value
    }
    return variables
  }

  private func context(of node: String, attempt: Int) -> ConditionContext {
    ConditionContext(node: node, attempt: attempt, pass: pass, parameters: parameters)
  }
}

extension Diagnostics {
  /// What is wrong, in one line.
  fileprivate var text: String { all.map(\.message).joined(separator: "; ") }
}
