import CampaignStore
import EECore
import Testing

@testable import CCWorkflow

/// What conditions ask, and what they come to.
@Suite struct NodeConditionTests {
  private static let values = FakeValues(
    metrics: [
      "train": ["acc": [0.5, 0.9, 0.75], "loss": [3, 1, .nan], "Acc": [7]],
      "a/x_1": ["acc": [0.25]], "self#1": ["acc": [4]],
    ],
    states: ["train": .done, "late": .skipped], codes: ["train": 0, "a": 3],
    times: ["train": 12.5])

  private func outcome(
    _ text: String, _ role: NodeCondition.Role = .when, parameters: [String: String] = [:],
    pass: Int? = nil
  ) throws -> Condition.Outcome {
    let position = SourcePosition(file: "w", line: 1, column: 1)
    let expression = try ConditionText(
      ConfigNode(.scalar(Scalar(text, isPlain: true)), at: position)
    ).expression(role)
    let condition = try NodeCondition(expression, role: role, parameters: Array(parameters.keys))
    let context = ConditionContext(
      node: "train", attempt: 2, pass: pass, parameters: parameters)
    return try condition.outcome(Self.values, context)
  }

  @Test(arguments: [
    "metric('train', 'acc') = 0.75", "metric('train','acc','max') > 0.8",
    "METRIC('train', 'acc', 'min') = 0.5", "metric('train', 'acc', 'first') = 0.5",
    "metric('train', 'acc', 'mean') BETWEEN 0.71 AND 0.72", "metric('train', 'acc', 'count') = 3",
    "metric('train', 'nothing', 'count') = 0", "metric('train', 'Acc') = 7",
    "metric('train', 'acc') < metric('train', 'Acc')", "metric('a/x_1', 'acc') = 0.25",
    "metric('train', 'loss', 'min') = 1", "metric('train', 'loss') IS NULL",
    "state('train') = 'done'", "state('late') IN ('failed', 'skipped')", "exit_code('a') = 3",
    "seconds('train') < 60", "state('none') IS NULL AND exit_code('train') = 0", "1 = 1", "TRUE",
    "ifnull(metric('train', 'x'), 1) = 1", "round(metric('train', 'acc'), 1) = 0.8",
    "n = 3 AND param('n') < 4 AND param('model') = 'mlp' AND model <> 'cnn'",
  ])
  func `a condition holds`(text: String) throws {
    #expect(try outcome(text, parameters: ["n": "3", "model": "mlp"]) == .holds)
  }

  private static let failures: KeyValuePairs<String, String> = [
    "metric('train','acc') > 0.8": "false for metric('train', 'acc')=0.75",
    "metric('train', 'x') > 0": "false because metric('train', 'x') has no value",
    "metric('train', 'loss') > 0": "false because metric('train', 'loss') has no value",
    "metric('t', 'x') > metric('u', 'x')":
      "false because metric('t', 'x') and metric('u', 'x') have no value",
    "n > 5": "false for n=3",
    "exit_code('late') = 0": "false because exit_code('late') has no value",
    "1 = 2": "false", "nullif(1, 1)": "false because it is NULL",
  ]

  @Test(arguments: failures.map { ($0.key, $0.value) })
  func `a condition that does not hold says why`(text: String, reason: String) throws {
    #expect(try outcome(text, parameters: ["n": "3"]) == .fails(reason))
  }

  @Test(arguments: [
    ("exit_code = 0 AND state = 'done' AND seconds > 12", nil), ("metric('acc') = 0.75", nil),
    ("metric('self', 'acc', 'max') = 0.9", nil), ("attempt = 2 AND attempt() = 2", nil),
    ("pass = 4 AND pass() > 3", 4), ("pass IS NULL", nil), ("state() = 'done'", nil),
  ])
  func `the end of a job may ask about the job itself`(text: String, pass: Int?) throws {
    #expect(try outcome(text, .success, pass: pass) == .holds)
  }

  @Test func `a parameter hides what we call so`() throws {
    #expect(try outcome("state = 'cold'", .success, parameters: ["state": "cold"]) == .holds)
    #expect(try outcome("state() = 'done'", .success, parameters: ["state": "cold"]) == .holds)
  }

  private static let mistakes: KeyValuePairs<String, String> = [
    "metric('train', 'acc')":
      "'when' is 0.75 for metric('train', 'acc')=0.75, expected true or false",
    "state('train')": "'when' is 'done' for state('train')=done, expected true or false",
    "state('train') > 3": "'when' takes a text for a number for state('train')=done",
    "metric('train', 'acc') / 2 > model":
      "'when' names 'model', which does not exist",
    "metric('a', 'x', 'y', 'z') = 1": "'when' calls metric() with 4 texts, expected 1 to 3",
    "attempt('x') = 1": "'when' calls attempt() with 1 text, expected 0",
    "metric('a' 'x') = 1": "'when' has 'x' among the arguments of metric(), expected ',' or ')'",
    "metric('a', lower('x')) = 1":
      "'when' gives metric() 'lower', expected a text in single quotes",
    "exit_code = 0": "'when' asks for exit_code of the node itself, which has not run yet",
    "metric('acc') > 1": "'when' asks for metric() of the node itself, which has not run yet",
    "state('self') = 'done'": "'when' asks for state() of the node itself, which has not run yet",
    "param('n') = 1": "'when' names 'n', which is no parameter of the node",
    "(SELECT 1)": "'when' has a subquery, which no expression may",
    "random() > 0": "'when' calls a function whose value is not the same each time",
    "1); DROP TABLE x; --": "'when' has a ')' without a '(' before it",
  ]

  @Test(arguments: mistakes.map { ($0.key, $0.value) })
  func `a condition with a mistake is refused`(text: String, message: String) throws {
    let error = try #require(throws: Diagnostics.self) { try outcome(text) }
    #expect(error.all.map(\.message) == [message])
  }

  @Test func `what messages point at is what the user wrote`() throws {
    let error = try #require(throws: Diagnostics.self) {
      try NodeCondition(
        try Expression(
          ConfigNode.text("metric('a','b') > 1 AND modle = 2 AND state('b') = 'done'"),
          title: "'when'"), role: .when, parameters: ["model"])
    }
    #expect(error.all.map(\.width) == [5])
    #expect(error.all.first?.hint == "did you mean 'model'? a text goes in single quotes: 'modle'")
  }

  @Test(arguments: [
    ("metric('train', 'acc', 'max')", "0.9"), ("exit_code('a') * 2", "6"),
    ("'run-' || state('train')", "run-done"), ("ifnull(metric('train', 'x'), 'none')", "none"),
    ("metric('train', 'x')", nil), ("n + attempt()", "5"), ("n || '-' || attempt", "3-2"),
  ])
  func `a variable is computed`(text: String, expected: String?) throws {
    let role = NodeCondition.Role.variable("V")
    let expression = try Expression(ConfigNode.text(text), title: role.title)
    let condition = try NodeCondition(expression, role: role, parameters: ["n"])
    let context = ConditionContext(node: "b", attempt: 2, parameters: ["n": "3"])
    #expect(try condition.value(Self.values, context) == expected)
  }
}

extension ConfigNode {
  static func text(_ text: String) -> ConfigNode {
    ConfigNode(
      .scalar(Scalar(text, isPlain: true)), at: SourcePosition(file: "w", line: 1, column: 1))
  }
}
