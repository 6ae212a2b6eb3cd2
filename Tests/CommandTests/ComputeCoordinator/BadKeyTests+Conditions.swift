// Mistakes in conditions.
extension BadKeyTests {
  static let conditions = [
    BadWorkflow(
      "a condition about what does not come before",
      """
      workflow:
        nodes:
          a: {exec: echo}
          b: {exec: echo, when: "metric('a', 'x') > 1"}
      """,
      """
      workflow.yaml:4:35: error: 'when' names 'a', which does not come before 'b', so it would \
      have no value [CC101]
        4 │     b: {exec: echo, when: "metric('a', 'x') > 1"}
          │                                   ^^^
      hint: add the dependency: a, b
      """),
    BadWorkflow(
      "conditions about nodes that there are not, and about the node itself",
      """
      workflow:
        nodes:
          a: {exec: echo}
          b: {exec: echo, needs: a, when: "metric('aa', 'x') > 1"}
          c: {exec: echo, when: "state('c') = 'done'"}
          d: {exec: echo, when: exit_code = 0}
      """,
      """
      workflow.yaml:4:45: error: 'when' names 'aa', which is no node [CC101]
        4 │     b: {exec: echo, needs: a, when: "metric('aa', 'x') > 1"}
          │                                             ^^^^
      hint: did you mean 'a'?
      workflow.yaml:5:34: error: 'when' names 'c', the node itself, which has not run yet [CC101]
        5 │     c: {exec: echo, when: "state('c') = 'done'"}
          │                                  ^^^
      hint: name a node that comes before it
      workflow.yaml:6:27: error: 'when' asks for exit_code of the node itself, which has not run \
      yet [EE131]
        6 │     d: {exec: echo, when: exit_code = 0}
          │                           ^
      hint: name a node that comes before it, such as exit_code('train')
      """),
    BadWorkflow(
      "conditions that cannot be read",
      """
      workflow:
        nodes:
          a: {exec: echo}
          b: {exec: echo, needs: a, when: "metric(a, 'x') > 1"}
          c: {exec: echo, needs: a, when: "metric('a', 'x') >"}
          d: {exec: echo, needs: a, when: "metric('a', 'x', 'most') > 1"}
          e: {exec: echo, needs: a, when: "metrics('a', 'x') > 1"}
          f: {exec: echo, needs: a, when: "metric() > 1"}
      """,
      """
      workflow.yaml:4:45: error: 'when' gives metric() 'a', expected a text in single quotes [EE131]
        4 │     b: {exec: echo, needs: a, when: "metric(a, 'x') > 1"}
          │                                             ^
      hint: write 'a'
      workflow.yaml:5:56: error: 'when' ends where a value was expected [EE131]
        5 │     c: {exec: echo, needs: a, when: "metric('a', 'x') >"}
          │                                                        ^
      workflow.yaml:6:55: error: 'when' picks 'most' of a metric, expected one of its values [EE131]
        6 │     d: {exec: echo, needs: a, when: "metric('a', 'x', 'most') > 1"}
          │                                                       ^^^^^^
      hint: did you mean 'last'?
      workflow.yaml:7:38: error: 'when' calls 'metrics', which is no function that expressions \
      have [EE131]
        7 │     e: {exec: echo, needs: a, when: "metrics('a', 'x') > 1"}
          │                                      ^^^^^^^
      workflow.yaml:8:38: error: 'when' calls metric() with 0 texts, expected 1 to 3 [EE131]
        8 │     f: {exec: echo, needs: a, when: "metric() > 1"}
          │                                      ^^^^^^^^
      """),
    BadWorkflow(
      "names that nobody knows",
      """
      workflow:
        nodes:
          a: {exec: echo, success: acuracy > 1}
          b: {exec: echo, foreach: {model: [m]}, success: "modle = 'm'"}
          c: {experiments: sweep.yaml, success: m > 1}
      """,
      """
      workflow.yaml:3:30: error: 'success' names 'acuracy', which does not exist [EE132]
        3 │     a: {exec: echo, success: acuracy > 1}
          │                              ^^^^^^^
      hint: a text goes in single quotes: 'acuracy'
      workflow.yaml:4:54: error: 'success' names 'modle', which does not exist [EE132]
        4 │     b: {exec: echo, foreach: {model: [m]}, success: "modle = 'm'"}
          │                                                      ^^^^^
      hint: did you mean 'model'? a text goes in single quotes: 'modle'
      """),
    BadWorkflow(
      "names that only a sweep knows",
      """
      workflow:
        nodes:
          c: {experiments: sweep.yaml, success: m > 1}
      """,
      """
      workflow.yaml:3:43: error: 'success' names 'm', which does not exist [EE132]
        3 │     c: {experiments: sweep.yaml, success: m > 1}
          │                                           ^
      hint: did you mean 'n'? a text goes in single quotes: 'm'
      """),
  ]
}
