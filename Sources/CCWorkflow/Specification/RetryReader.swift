internal import EECore

/// Reads `retries`: a number, or how often, on what, after which delay, and with how much more.
enum RetryReader {
  static let defaultCauses: Set<FailureCause> = [
    .exit, .signal, .timeout, .oom, .nodeFail, .preempted,
  ]
  private static let keys = ["max", "on", "delay", "memory", "time"]
  /// More are no plan but a slip.
  private static let most = 1000

  static func policy(_ node: ConfigNode) throws(Diagnostics) -> RetryPolicy? {
    guard let entries = node.mapping else {
      let max = try count(node, "'retries'")
      return max == 0 ? nil : RetryPolicy(max: max, causes: defaultCauses)
    }
    try entries.check(keys: keys, in: "'retries'")
    guard let number = node.given("max") else {
      throw Diagnostics(
        .missingKey, "'retries' has no 'max', expected how often a job is run again",
        at: node.position, hint: "write retries: {max: 2}")
    }
    let policy = RetryPolicy(
      max: try count(number, "'max' of 'retries'"), causes: try causes(node.given("on")),
      delay: try delay(node.given("delay")),
      memoryFactor: try factor(node.given("memory"), "'memory' of 'retries'"),
      timeFactor: try factor(node.given("time"), "'time' of 'retries'"))
    return policy.max == 0 ? nil : policy
  }

  private static func count(_ node: ConfigNode, _ what: String) throws(Diagnostics) -> Int {
    guard let scalar = node.scalar, let number = Int(scalar.text), (0...most).contains(number)
    else { throw node.wrongKind(what, expected: "a whole number of 0 to \(most)") }
    return number
  }

  private static func causes(_ node: ConfigNode?) throws(Diagnostics) -> Set<FailureCause> {
    guard let node else { return defaultCauses }
    var causes: Set<FailureCause> = []
    for node in try node.texts(of: "an entry of 'on'") {
      let text = node.scalar?.text ?? ""
      guard let cause = FailureCause(rawValue: text) else {
        let names = FailureCause.allCases.map(\.rawValue)
        throw Diagnostics(
          .wrongKind, "'on' of 'retries' names '\(text)', expected causes of failure",
          at: node.position(ofByte: 0), width: max(1, text.count),
          hint: Suggestion.hint(for: text, among: names))
      }
      causes.insert(cause)
    }
    guard !causes.isEmpty else {
      throw node.wrongKind("'on' of 'retries'", expected: "a list of causes such as [oom, timeout]")
    }
    return causes
  }

  private static func delay(_ node: ConfigNode?) throws(Diagnostics) -> Int64 {
    guard let node else { return 0 }
    let what = "'delay' of 'retries'"
    guard let delay = QuantityText.duration(try node.text(of: what)) else {
      throw node.wrongKind(what, expected: "a time with its unit such as 10s or 5m")
    }
    return delay
  }

  private static func factor(_ node: ConfigNode?, _ what: String) throws(Diagnostics) -> Double {
    guard let node else { return 1 }
    guard let factor = QuantityText.factor(try node.text(of: what)) else {
      throw node.wrongKind(what, expected: "a factor of at least 1 such as x2 or x1.5")
    }
    return factor
  }
}
