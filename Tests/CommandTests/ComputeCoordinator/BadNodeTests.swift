import TestSupport
import Testing

/// Mistakes in what a node is to do, and where.
@Suite struct BadNodeTests {
  @Test(arguments: work + kinds)
  func `a node with a mistake is refused before anything is written`(bad: BadWorkflow) throws {
    let run = try bad.run()
    #expect(run.errors == bad.errors)
    #expect(run.output == "")
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  static let work = [
    BadWorkflow(
      "missing scripts",
      """
      workflow:
        nodes:
          a: {script: fecth.sh}
          b: {script: zzz.py}
      """,
      """
      workflow.yaml:3:17: error: script 'fecth.sh' of node 'a' does not exist, expected a file \
      [CC103]
        3 │     a: {script: fecth.sh}
          │                 ^^^^^^^^
      hint: did you mean 'fetch.sh'?
      workflow.yaml:4:17: error: script 'zzz.py' of node 'b' does not exist, expected a file [CC103]
        4 │     b: {script: zzz.py}
          │                 ^^^^^^
      hint: paths are relative to the workflow file
      """),
    BadWorkflow(
      "processors that are no number",
      """
      workflow:
        nodes: {a: {cpus: 0}, b: {cpus: two}}
      """,
      """
      workflow.yaml:2:21: error: 'cpus' is '0', expected a whole number of at least 1 [EE105]
        2 │   nodes: {a: {cpus: 0}, b: {cpus: two}}
          │                     ^
      workflow.yaml:2:35: error: 'cpus' is 'two', expected a whole number of at least 1 [EE105]
        2 │   nodes: {a: {cpus: 0}, b: {cpus: two}}
          │                                   ^
      """),
  ]

  static let kinds = [
    BadWorkflow(
      "kinds that do not run here",
      """
      workflow:
        nodes:
          a: {exec: echo, kind: loacl}
          b: {exec: echo, kind: lsf}
          c: {exec: echo, kind: slrum}
      """,
      """
      workflow.yaml:3:27: error: unknown kind 'loacl', expected 'local', 'ssh' or 'slurm' [CC104]
        3 │     a: {exec: echo, kind: loacl}
          │                           ^^^^^
      hint: did you mean 'local'?
      workflow.yaml:4:27: error: kind 'lsf' is not supported yet, expected 'local', 'ssh' or 'slurm' [CC104]
        4 │     b: {exec: echo, kind: lsf}
          │                           ^^^
      hint: remove 'kind' to run it on this machine
      workflow.yaml:5:27: error: unknown kind 'slrum', expected 'local', 'ssh' or 'slurm' [CC104]
        5 │     c: {exec: echo, kind: slrum}
          │                           ^^^^^
      hint: did you mean 'slurm'?
      """),
    BadWorkflow(
      "hosts that cannot be",
      """
      workflow:
        nodes:
          a: {exec: echo, host: "-oProxyCommand=x"}
          b: {exec: echo, hosts: [localhost, "two words"]}
          c: {exec: echo, kind: ssh}
          d: {exec: echo, host: desktop, hosts: [desktop]}
          e: {exec: echo, host: desktop, inputs: [../secret]}
      """,
      """
      workflow.yaml:3:27: error: host '-oProxyCommand=x' begins with '-', expected a name of the \
      hosts file or a destination for ssh such as user@host [EE105]
        3 │     a: {exec: echo, host: "-oProxyCommand=x"}
          │                           ^^^^^^^^^^^^^^^^
      workflow.yaml:4:40: error: host 'two words' has a blank in it, expected a name of the hosts \
      file or a destination for ssh such as user@host [EE105]
        4 │     b: {exec: echo, hosts: [localhost, "two words"]}
          │                                        ^^^^^^^^^
      workflow.yaml:5:27: error: kind 'ssh' needs another host than this machine [EE107]
        5 │     c: {exec: echo, kind: ssh}
          │                           ^
      hint: add host: user@host
      workflow.yaml:6:27: error: both 'host' and 'hosts' are given, expected one of them [EE105]
        6 │     d: {exec: echo, host: desktop, hosts: [desktop]}
          │                           ^
      hint: remove one of the two
      workflow.yaml:7:45: error: '../secret' of 'inputs' is no path below the directory of the \
      job [EE105]
        7 │     e: {exec: echo, host: desktop, inputs: [../secret]}
          │                                             ^^^^^^^^^
      hint: name files relative to it, without '..'
      """),
    BadWorkflow(
      "a foreign host of kind local",
      """
      workflow:
        nodes:
          a: {exec: echo, kind: local, host: rivanna}
      """,
      """
      workflow.yaml:3:40: error: host 'rivanna' is not this machine, but the kind is 'local' [CC104]
        3 │     a: {exec: echo, kind: local, host: rivanna}
          │                                        ^^^^^^^
      hint: write host: localhost, or kind: ssh
      """),
  ]
}
