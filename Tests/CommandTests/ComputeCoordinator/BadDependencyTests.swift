import TestSupport
import Testing

/// Mistakes in the dependencies of a workflow: unknown and empty names, and cycles.
@Suite struct BadDependencyTests {
  @Test(arguments: names + cycles)
  func `dependencies with a mistake are refused before anything is written`(
    bad: BadWorkflow
  ) throws {
    let run = try bad.run()
    #expect(run.errors == bad.errors)
    #expect(run.output == "")
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  static let names = [
    BadWorkflow(
      "unknown nodes in chains, each at its column",
      """
      workflow:
        nodes: {start: {}, train: {}}
        dependencies:
          - start, tarin, train
          - "start,  zzzzzz"
      """,
      """
      workflow.yaml:4:14: error: dependency on unknown node 'tarin', expected a key of 'nodes' \
      [CC101]
        4 │     - start, tarin, train
          │              ^^^^^
      hint: did you mean 'train'?
      workflow.yaml:5:16: error: dependency on unknown node 'zzzzzz', expected a key of 'nodes' \
      [CC101]
        5 │     - "start,  zzzzzz"
          │                ^^^^^^
      hint: expected one of: start, train
      """),
    BadWorkflow(
      "an unknown node behind wide letters",
      """
      workflow:
        nodes: {größe: {}, b: {}}
        dependencies: ["größe, c"]
      """,
      """
      workflow.yaml:3:26: error: dependency on unknown node 'c', expected a key of 'nodes' [CC101]
        3 │   dependencies: ["größe, c"]
          │                          ^
      hint: did you mean 'b'?
      """),
    BadWorkflow(
      "an unknown node in needs",
      """
      workflow:
        nodes:
          start: {}
          train: {needs: [start, "strat"]}
      """,
      """
      workflow.yaml:4:29: error: dependency on unknown node 'strat', expected a key of 'nodes' \
      [CC101]
        4 │     train: {needs: [start, "strat"]}
          │                             ^^^^^
      hint: did you mean 'start'?
      """),
    BadWorkflow(
      "an unknown node in the saved form",
      """
      workflow:
        nodes: {a: {}, b: {}}
        dependencies:
          a-b: {name: a-b, source: a, destination: bb}
      """,
      """
      workflow.yaml:4:46: error: dependency on unknown node 'bb', expected a key of 'nodes' [CC101]
        4 │     a-b: {name: a-b, source: a, destination: bb}
          │                                              ^^
      hint: did you mean 'b'?
      """),
    BadWorkflow(
      "empty names",
      """
      workflow:
        nodes: {a: {}, b: {}}
        dependencies: ["a,,b", "a, b, "]
      """,
      """
      workflow.yaml:3:21: error: an empty name in a chain of dependencies, expected a node [CC101]
        3 │   dependencies: ["a,,b", "a, b, "]
          │                     ^
      hint: remove the comma beside it
      workflow.yaml:3:32: error: an empty name in a chain of dependencies, expected a node [CC101]
        3 │   dependencies: ["a,,b", "a, b, "]
          │                                ^
      hint: remove the comma beside it
      """),
  ]

  static let cycles = [
    BadWorkflow(
      "a node that waits for itself",
      """
      workflow:
        nodes: {train: {}}
        dependencies: ["train, train"]
      """,
      """
      workflow.yaml:3:26: error: the dependencies form a cycle: train → train [CC102]
        3 │   dependencies: ["train, train"]
          │                          ^^^^^
      hint: remove one of these dependencies
      """),
    BadWorkflow(
      "two nodes that wait for each other",
      """
      workflow:
        nodes:
          fetch: {needs: [b]}
          b: {needs: [fetch]}
      """,
      """
      workflow.yaml:4:17: error: the dependencies form a cycle: fetch → b → fetch [CC102]
        4 │     b: {needs: [fetch]}
          │                 ^^^^^
      hint: remove one of these dependencies
      """),
    BadWorkflow(
      "three nodes in a circle, and others before and behind it",
      """
      workflow:
        nodes: {d: {}, a: {}, b: {}, c: {}, e: {}}
        dependencies: ["d, a, b, c", "c, e", "c, a"]
      """,
      """
      workflow.yaml:3:44: error: the dependencies form a cycle: a → b → c → a [CC102]
        3 │   dependencies: ["d, a, b, c", "c, e", "c, a"]
          │                                            ^
      hint: remove one of these dependencies
      """),
  ]
}
