import TestSupport
import Testing

/// Mistakes in what jobs need, in fan-outs, loops and conditions: each with its place.
@Suite struct BadKeyTests {
  @Test(arguments: needs + fans + conditions)
  func `a key with a mistake is refused before anything is written`(bad: BadWorkflow) throws {
    let run = try bad.run()
    #expect(run.errors == bad.errors)
    #expect(run.output == "")
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  static let needs = [
    BadWorkflow(
      "memory, processors and flags",
      """
      workflow:
        nodes:
          a: {exec: echo, memory: lots}
          b: {exec: echo, memory: 0}
          c: {exec: echo, exclusive: maybe}
          d: {exec: echo, cpus: 1.5}
          e: {exec: echo, pin: 3}
          f: {exec: echo, grace: 10}
      """,
      """
      workflow.yaml:3:29: error: 'memory' is 'lots', expected an amount such as 16GB, 512M or 800 \
      (megabytes) [EE105]
        3 │     a: {exec: echo, memory: lots}
          │                             ^
      workflow.yaml:4:29: error: 'memory' is '0', expected an amount such as 16GB, 512M or 800 \
      (megabytes) [EE105]
        4 │     b: {exec: echo, memory: 0}
          │                             ^
      workflow.yaml:5:32: error: 'exclusive' is 'maybe', expected true or false [EE105]
        5 │     c: {exec: echo, exclusive: maybe}
          │                                ^
      workflow.yaml:6:27: error: 'cpus' is '1.5', expected a whole number of at least 1 [EE105]
        6 │     d: {exec: echo, cpus: 1.5}
          │                           ^
      workflow.yaml:7:26: error: 'pin' is '3', expected true or false [EE105]
        7 │     e: {exec: echo, pin: 3}
          │                          ^
      workflow.yaml:8:28: error: 'grace' is '10', expected a time with its unit such as 10s or 5m \
      [EE105]
        8 │     f: {exec: echo, grace: 10}
          │                            ^
      """),
    BadWorkflow(
      "numbers of GPUs",
      """
      workflow:
        nodes:
          a: {exec: echo, gpus: -1}
          b: {exec: echo, gpus: 1.5}
          c: {exec: echo, gpus: [{type: a100, count: 0}]}
          d: {exec: echo, gpus: {typ: a100}}
          e: {exec: echo, gpus: []}
          f: {exec: echo, gpus: "a100:x"}
      """,
      """
      workflow.yaml:3:27: error: 'gpus' is '-1', expected a whole number of at least 0, or a part \
      of one device such as 0.5 [EE105]
        3 │     a: {exec: echo, gpus: -1}
          │                           ^
      workflow.yaml:4:27: error: 'gpus' is '1.5', expected a whole number of at least 0, or a \
      part of one device such as 0.5 [EE105]
        4 │     b: {exec: echo, gpus: 1.5}
          │                           ^
      workflow.yaml:5:48: error: 'count' of 'gpus' is '0', expected a whole number of at least 1, \
      or a part of one device such as 0.5 [EE105]
        5 │     c: {exec: echo, gpus: [{type: a100, count: 0}]}
          │                                                ^
      workflow.yaml:6:28: error: unknown key 'typ' in 'gpus' [EE104]
        6 │     d: {exec: echo, gpus: {typ: a100}}
          │                            ^^^
      hint: did you mean 'type'?
      workflow.yaml:7:27: error: 'gpus' is a list, expected a number, {type, count}, or a list of \
      these [EE105]
        7 │     e: {exec: echo, gpus: []}
          │                           ^
      workflow.yaml:8:27: error: 'gpus' is 'a100:x', expected a whole number of at least 0, or a \
      part of one device such as 0.5 [EE105]
        8 │     f: {exec: echo, gpus: "a100:x"}
          │                           ^
      """),
    BadWorkflow(
      "time limits",
      """
      workflow:
        nodes:
          a: {exec: echo, time: soon}
          b: {exec: echo, time: 0}
          c: {exec: echo, time: {a100: 1h}, gpus: v100}
          d: {exec: echo, time: {a100: 1h}}
          e: {exec: echo, time: {}}
      """,
      """
      workflow.yaml:3:27: error: 'time' is 'soon', expected a time such as 2h, 90s, 1:30:00, \
      1-02:00:00 or 45 (minutes) [EE105]
        3 │     a: {exec: echo, time: soon}
          │                           ^
      workflow.yaml:4:27: error: 'time' is '0', expected a time such as 2h, 90s, 1:30:00, \
      1-02:00:00 or 45 (minutes) [EE105]
        4 │     b: {exec: echo, time: 0}
          │                           ^
      workflow.yaml:5:27: error: 'time' has no entry for GPU type 'v100', and no 'default' [EE107]
        5 │     c: {exec: echo, time: {a100: 1h}, gpus: v100}
          │                           ^
      hint: add default: 2h
      workflow.yaml:6:27: error: 'time' has no entry for a job that asks for no type of GPU, and \
      no 'default' [EE107]
        6 │     d: {exec: echo, time: {a100: 1h}}
          │                           ^
      hint: add default: 2h
      workflow.yaml:7:27: error: 'time' is a map, expected a time such as 2h, or one for each \
      type of GPU [EE105]
        7 │     e: {exec: echo, time: {}}
          │                           ^
      """),
    BadWorkflow(
      "retries",
      """
      workflow:
        nodes:
          a: {exec: echo, retries: -1}
          b: {exec: echo, retries: {delay: 10s}}
          c: {exec: echo, retries: {max: 1, on: [exti]}}
          d: {exec: echo, retries: {max: 1, delay: 10}}
          e: {exec: echo, retries: {max: 1, memory: x0.5}}
          f: {exec: echo, retries: {max: 1, ont: oom}}
      """,
      """
      workflow.yaml:3:30: error: 'retries' is '-1', expected a whole number of 0 to 1000 [EE105]
        3 │     a: {exec: echo, retries: -1}
          │                              ^
      workflow.yaml:4:30: error: 'retries' has no 'max', expected how often a job is run again \
      [EE107]
        4 │     b: {exec: echo, retries: {delay: 10s}}
          │                              ^
      hint: write retries: {max: 2}
      workflow.yaml:5:44: error: 'on' of 'retries' names 'exti', expected causes of failure [EE105]
        5 │     c: {exec: echo, retries: {max: 1, on: [exti]}}
          │                                            ^^^^
      hint: did you mean 'exit'?
      workflow.yaml:6:46: error: 'delay' of 'retries' is '10', expected a time with its unit such \
      as 10s or 5m [EE105]
        6 │     d: {exec: echo, retries: {max: 1, delay: 10}}
          │                                              ^
      workflow.yaml:7:47: error: 'memory' of 'retries' is 'x0.5', expected a factor of at least 1 \
      such as x2 or x1.5 [EE105]
        7 │     e: {exec: echo, retries: {max: 1, memory: x0.5}}
          │                                               ^
      workflow.yaml:8:39: error: unknown key 'ont' in 'retries' [EE104]
        8 │     f: {exec: echo, retries: {max: 1, ont: oom}}
          │                                       ^^^
      hint: did you mean 'on'?
      """),
    BadWorkflow(
      "variables",
      """
      workflow:
        nodes:
          a: {exec: echo, env: {A: [1]}}
          b: {exec: echo, env: {A: {}}}
          c: {exec: echo, env: {"A=B": 1}}
      """,
      """
      workflow.yaml:3:30: error: 'A' of 'env' is a list, expected text [EE105]
        3 │     a: {exec: echo, env: {A: [1]}}
          │                              ^
      workflow.yaml:4:30: error: 'A' of 'env' is a map, expected text, or {value: EXPRESSION} \
      [EE105]
        4 │     b: {exec: echo, env: {A: {}}}
          │                              ^
      workflow.yaml:5:27: error: 'A=B' of 'env' is no name of a variable, expected one without \
      '=' [EE105]
        5 │     c: {exec: echo, env: {"A=B": 1}}
          │                           ^^^
      """),
    BadWorkflow(
      "a frame that names nothing",
      """
      workflow:
        nodes:
          a: {exec: "echo {os.NOPE}"}
      """,
      """
      workflow.yaml:3:21: error: '{os.NOPE}' is not defined, expected an environment variable \
      'NOPE' [EE201]
        3 │     a: {exec: "echo {os.NOPE}"}
          │                     ^^^^^^^^^
      hint: did you mean '{os.HOME}'? write \\{os.NOPE} where it is meant as text
      """),
  ]
}
