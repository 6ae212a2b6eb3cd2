// Mistakes in fan-outs and loops.
extension BadKeyTests {
  static let fans = [
    BadWorkflow(
      "a fan-out without members",
      """
      workflow:
        nodes:
          a: {exec: echo, foreach: {}}
          b: {exec: echo, foreach: {n: [1, 2], where: n > 2}}
          c: {foreach: {n: [1]}}
      """,
      """
      workflow.yaml:3:21: error: 'foreach' of node 'a' has no parameters, expected at least one \
      [EE123]
        3 │     a: {exec: echo, foreach: {}}
          │                     ^^^^^^^
      hint: write foreach: {seed: "1,2,3"}
      workflow.yaml:4:49: error: 'foreach' of node 'b' has no members left, expected at least one \
      [EE309]
        4 │     b: {exec: echo, foreach: {n: [1, 2], where: n > 2}}
          │                                                 ^
      hint: loosen where: or exclude:
      workflow.yaml:5:5: error: node 'c' has 'foreach' and nothing to run, expected script or \
      exec [EE107]
        5 │     c: {foreach: {n: [1]}}
          │     ^
      """),
    BadWorkflow(
      "two members of one name",
      """
      workflow:
        nodes:
          a: {exec: echo, foreach: {n: [1, 2], m: [1, 2], identifier: "x{n}"}}
      """,
      """
      workflow.yaml:3:65: error: two members would be named 'a/x1': 'n=1 m=1' and 'n=1 m=2' [EE301]
        3 │     a: {exec: echo, foreach: {n: [1, 2], m: [1, 2], identifier: "x{n}"}}
          │                                                                 ^
      hint: add {m} to 'identifier'
      """),
    BadWorkflow(
      "several ways to be many",
      """
      workflow:
        nodes:
          a: {exec: echo, foreach: {n: [1]}, repeat: {max: 2}}
          b: {experiments: sweep.yaml, foreach: {n: [1]}}
          c: {experiments: sweep.yaml, directory: here}
      """,
      """
      workflow.yaml:3:40: error: node 'a' has 'foreach' and 'repeat', expected one of them [EE105]
        3 │     a: {exec: echo, foreach: {n: [1]}, repeat: {max: 2}}
          │                                        ^^^^^^
      hint: a loop repeats one job; it has no members of its own
      workflow.yaml:4:34: error: node 'b' has 'experiments' and 'foreach', expected one of them \
      [EE105]
        4 │     b: {experiments: sweep.yaml, foreach: {n: [1]}}
          │                                  ^^^^^^^
      hint: remove one of the two
      workflow.yaml:5:45: error: node 'c' has experiments and a directory, expected one of them \
      [EE105]
        5 │     c: {experiments: sweep.yaml, directory: here}
          │                                             ^
      hint: each experiment runs in its own directory
      """),
    BadWorkflow(
      "loops",
      """
      workflow:
        nodes:
          a: {exec: echo, repeat: {until: pass > 2}}
          b: {exec: echo, repeat: {max: 0}}
          c: {repeat: {max: 2}}
          d: {exec: echo, repeat: {max: 2, untill: 1}}
          e: {exec: echo, repeat: 3}
      """,
      """
      workflow.yaml:3:29: error: 'repeat' of node 'a' has no 'max', expected how many passes \
      there are at most [EE107]
        3 │     a: {exec: echo, repeat: {until: pass > 2}}
          │                             ^
      hint: write repeat: {until: "…", max: 10}
      workflow.yaml:4:35: error: 'max' of 'repeat' is '0', expected a whole number of at least 1 \
      [EE105]
        4 │     b: {exec: echo, repeat: {max: 0}}
          │                                   ^
      workflow.yaml:5:5: error: node 'c' has 'repeat' and nothing to run, expected script or exec \
      [EE107]
        5 │     c: {repeat: {max: 2}}
          │     ^
      workflow.yaml:6:38: error: unknown key 'untill' in 'repeat' of node 'd' [EE104]
        6 │     d: {exec: echo, repeat: {max: 2, untill: 1}}
          │                                      ^^^^^^
      hint: did you mean 'until'?
      workflow.yaml:7:29: error: 'repeat' of node 'e' is '3', expected a map [EE105]
        7 │     e: {exec: echo, repeat: 3}
          │                             ^
      """),
    BadWorkflow(
      "a node that has the name of a pass",
      """
      workflow:
        nodes:
          a: {exec: echo, repeat: {max: 2}}
          "a#2": {exec: echo}
      """,
      """
      workflow.yaml:4:5: error: node 'a#2' has the name of a pass of node 'a' [EE103]
        4 │     "a#2": {exec: echo}
          │     ^^^
      hint: give it another name
      """),
    BadWorkflow(
      "an output of no node",
      """
      workflow:
        nodes:
          a: {exec: echo, foreach: {from: gen.output}}
      """,
      """
      workflow.yaml:3:37: error: output of unknown node 'gen', expected a key of 'nodes' [CC101]
        3 │     a: {exec: echo, foreach: {from: gen.output}}
          │                                     ^^^
      """),
    BadWorkflow(
      "a slip in the key of an output",
      """
      workflow:
        nodes:
          gen: {exec: echo}
          f: {exec: echo, foreach: {form: gen.output}}
      """,
      """
      workflow.yaml:4:31: error: unknown key 'form' in 'foreach' of node 'f' [EE104]
        4 │     f: {exec: echo, foreach: {form: gen.output}}
          │                               ^^^^
      hint: did you mean 'from'? a parameter of this one value is written as a list: ["…"]
      """),
    BadWorkflow(
      "outputs that are not those of one job",
      """
      workflow:
        nodes:
          many: {exec: echo, foreach: {n: [1, 2]}}
          sweep: {experiments: sweep.yaml}
          loop: {exec: echo, repeat: {max: 2}}
          mark: {}
          a: {exec: echo, foreach: {from: many.output}}
          b: {exec: echo, foreach: {from: sweep.output}}
          c: {exec: echo, foreach: {from: loop.output}}
          d: {exec: echo, foreach: {from: mark.output}}
          eve: {exec: echo, foreach: {from: eve.output}}
      """,
      """
      workflow.yaml:7:37: error: node 'many' is many jobs, expected a node that is one [EE105]
        7 │     a: {exec: echo, foreach: {from: many.output}}
          │                                     ^^^^
      hint: let a node of its own behind it print a line for each member
      workflow.yaml:8:37: error: node 'sweep' is many jobs, expected a node that is one [EE105]
        8 │     b: {exec: echo, foreach: {from: sweep.output}}
          │                                     ^^^^^
      hint: let a node of its own behind it print a line for each member
      workflow.yaml:9:37: error: node 'loop' is a loop, expected a node that is one job [EE105]
        9 │     c: {exec: echo, foreach: {from: loop.output}}
          │                                     ^^^^
      hint: let a node of its own behind it print a line for each member
      workflow.yaml:10:37: error: node 'mark' runs nothing, so it prints no members [EE105]
        10 │     d: {exec: echo, foreach: {from: mark.output}}
           │                                     ^^^^
      hint: give it exec
      workflow.yaml:11:39: error: node 'eve' takes its members from its own output, expected \
      another node's [EE105]
        11 │     eve: {exec: echo, foreach: {from: eve.output}}
           │                                       ^^^
      hint: expected one of: many, sweep, loop, mark, a, b, c, d
      """),
    BadWorkflow(
      "an output that closes a cycle",
      """
      workflow:
        nodes:
          a: {exec: echo, needs: [b]}
          b: {exec: echo, foreach: {from: a.output}}
      """,
      """
      workflow.yaml:4:37: error: the dependencies form a cycle: a → b → a [CC102]
        4 │     b: {exec: echo, foreach: {from: a.output}}
          │                                     ^
      hint: remove one of these dependencies
      """),
  ]
}
