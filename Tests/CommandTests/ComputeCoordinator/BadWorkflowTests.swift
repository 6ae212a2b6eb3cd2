import TestSupport
import Testing

/// Mistakes in the nodes of a workflow: each is named with its place, and nothing is written.
@Suite struct BadWorkflowTests {
  @Test(arguments: files + sections + nodes)
  func `a workflow with a mistake is refused before anything is written`(
    bad: BadWorkflow
  ) throws {
    let run = try bad.run()
    #expect(run.errors == bad.errors)
    #expect(run.output == "")
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  static let files = [
    BadWorkflow(
      "malformed YAML",
      """
      workflow:
        nodes:
          a: {exec: "echo a"
        dependencies: [a]
      """,
      """
      workflow.yaml:4:3: error: malformed YAML: while parsing a flow mapping: did not find \
      expected ',' or '}' [EE102]
        4 │   dependencies: [a]
          │   ^
      hint: close what is opened in line 3, column 8
      """),
    BadWorkflow(
      "an empty file", "",
      """
      workflow.yaml:1:1: error: no section 'workflow', expected one with nodes and dependencies \
      [EE107]
        1 │\u{20}
          │ ^
      hint: write workflow: {nodes: {…}, dependencies: ["a, b"]}
      """),
    BadWorkflow(
      "a workflow without nodes",
      """
      workflow:
        nodes: {}
      """,
      """
      workflow.yaml:2:10: error: the workflow has no nodes, expected at least one [CC105]
        2 │   nodes: {}
          │          ^
      """),
    BadWorkflow(
      "nodes as a list",
      """
      workflow:
        nodes: [a, b]
      """,
      """
      workflow.yaml:2:10: error: 'nodes' is a list, expected a map [EE105]
        2 │   nodes: [a, b]
          │          ^
      """),
  ]

  static let sections = [
    BadWorkflow(
      "a section given twice",
      """
      workflow:
        nodes: {a: {exec: echo}}
        nodes: {b: {exec: echo}}
      """,
      """
      workflow.yaml:3:3: error: duplicate key 'nodes', first given in line 2 [EE103]
        3 │   nodes: {b: {exec: echo}}
          │   ^^^^^
      hint: keep one of the two
      """),
    BadWorkflow(
      "unknown keys at the top level",
      """
      workflow:
        nodes: {a: {exec: echo}}
      nodes: {}
      colours: {}
      """,
      """
      workflow.yaml:3:1: error: unknown key 'nodes' in the workflow file [EE104]
        3 │ nodes: {}
          │ ^^^^^
      hint: expected one of: name, workflow, colors, cloudmesh
      workflow.yaml:4:1: error: unknown key 'colours' in the workflow file [EE104]
        4 │ colours: {}
          │ ^^^^^^^
      hint: did you mean 'colors'?
      """),
    BadWorkflow(
      "an unknown key in section workflow",
      """
      workflow:
        nodes: {a: {exec: echo}}
        dependencys: [a]
      """,
      """
      workflow.yaml:3:3: error: unknown key 'dependencys' in section 'workflow' [EE104]
        3 │   dependencys: [a]
          │   ^^^^^^^^^^^
      hint: did you mean 'dependencies'?
      """),
  ]

  static let nodes = [
    BadWorkflow(
      "a node given twice",
      """
      workflow:
        nodes:
          a: {exec: echo one}
          b: {exec: echo two}
          a: {exec: echo three}
      """,
      """
      workflow.yaml:5:5: error: duplicate key 'a', first given in line 3 [EE103]
        5 │     a: {exec: echo three}
          │     ^
      hint: keep one of the two
      """),
    BadWorkflow(
      "unknown keys in two nodes",
      """
      workflow:
        nodes:
          a: {exec: echo, skript: a.sh}
          b: {exce: echo}
      """,
      """
      workflow.yaml:3:21: error: unknown key 'skript' in node 'a' [EE104]
        3 │     a: {exec: echo, skript: a.sh}
          │                     ^^^^^^
      hint: did you mean 'script'?
      workflow.yaml:4:9: error: unknown key 'exce' in node 'b' [EE104]
        4 │     b: {exce: echo}
          │         ^^^^
      hint: did you mean 'exec'?
      """),
    BadWorkflow(
      "a key that is planned",
      """
      workflow:
        nodes:
          a: {exec: echo, directives: {time: 1}}
      """,
      """
      workflow.yaml:3:21: error: key 'directives' of node 'a' is not supported yet [EE106]
        3 │     a: {exec: echo, directives: {time: 1}}
          │                     ^^^^^^^^^^
      hint: this version would ignore it; remove it
      """),
    BadWorkflow(
      "names that cannot be",
      """
      workflow:
        nodes: {"a/b": {}, "a,b": {}, "": {}, "a\\nb": {}}
      """,
      """
      workflow.yaml:2:11: error: node name 'a/b' is empty or holds '/', ',' or a control character \
      [EE105]
        2 │   nodes: {"a/b": {}, "a,b": {}, "": {}, "a\\nb": {}}
          │           ^^^
      workflow.yaml:2:22: error: node name 'a,b' is empty or holds '/', ',' or a control character \
      [EE105]
        2 │   nodes: {"a/b": {}, "a,b": {}, "": {}, "a\\nb": {}}
          │                      ^^^
      workflow.yaml:2:33: error: node name '' is empty or holds '/', ',' or a control character \
      [EE105]
        2 │   nodes: {"a/b": {}, "a,b": {}, "": {}, "a\\nb": {}}
          │                                 ^
      workflow.yaml:2:41: error: node name 'a b' is empty or holds '/', ',' or a control character \
      [EE105]
        2 │   nodes: {"a/b": {}, "a,b": {}, "": {}, "a\\nb": {}}
          │                                         ^^^
      """),
    BadWorkflow(
      "a name that is not the key's",
      """
      workflow:
        nodes: {a: {name: b, exec: echo}}
      """,
      """
      workflow.yaml:2:21: error: node 'a' is named 'b', expected the same [EE105]
        2 │   nodes: {a: {name: b, exec: echo}}
          │                     ^
      hint: remove 'name', or name the key so
      """),
  ]
}
