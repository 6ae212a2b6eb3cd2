import TestSupport
import Testing

/// Mistakes in the sweeps that nodes stand for: named at the node, or inside the sweep file.
@Suite struct BadSweepTests {
  @Test(arguments: [
    BadWorkflow(
      "a sweep file that is not there",
      """
      workflow:
        nodes:
          train: {experiments: swep.yaml}
      """,
      """
      workflow.yaml:3:26: error: sweep file 'swep.yaml' cannot be read: No such file or directory \
      [EE302]
        3 │     train: {experiments: swep.yaml}
          │                          ^^^^^^^^^
      hint: did you mean 'sweep.yaml'?
      """),
    BadWorkflow(
      "experiments and a script",
      """
      workflow:
        nodes:
          train: {experiments: sweep.yaml, script: fetch.sh}
      """,
      """
      workflow.yaml:3:46: error: node 'train' has experiments and a command, expected one of them \
      [EE105]
        3 │     train: {experiments: sweep.yaml, script: fetch.sh}
          │                                              ^
      hint: the sweep's first template is what its experiments run
      """),
    BadWorkflow(
      "two nodes over one campaign",
      """
      workflow:
        nodes:
          a: {experiments: sweep.yaml}
          b: {experiments: ./sweep.yaml}
      """,
      """
      workflow.yaml:4:22: error: nodes 'a' and 'b' both run campaign 'sweep' [EE103]
        4 │     b: {experiments: ./sweep.yaml}
          │                      ^^^^^^^^^^^^
      hint: give each its own sweep file with its own name
      """),
  ])
  func `a node over a sweep with a mistake is refused before anything is written`(
    bad: BadWorkflow
  ) throws {
    let run = try bad.run()
    #expect(run.errors == bad.errors)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  /// Runs a workflow over the sweep `sub/sweep.yaml`.
  private func run(_ sweep: String, template: String = "echo {n}\n") throws -> CommandRun {
    try CommandTest()
      .file("workflow.yaml", "workflow:\n  nodes:\n    train: {experiments: sub/sweep.yaml}\n")
      .file("sub/sweep.yaml", sweep + "\n")
      .file("sub/job.in.sh", template)
      .run("cms-cc", "run", "workflow.yaml")
  }

  @Test func `a sweep without templates has nothing to run`() throws {
    let run = try run("experiments: {n: [1, 2]}")
    #expect(
      run.errors == """
        workflow.yaml:3:26: error: sweep 'sub/sweep.yaml' has no templates, so its experiments \
        have nothing to run [EE107]
          3 │     train: {experiments: sub/sweep.yaml}
            │                          ^^^^^^^^^^^^^^
        hint: add templates: [job.in.sh] to it

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a mistake inside the sweep is reported where it stands`() throws {
    let run = try run("experiments: {n: \"[5-1]\"}\ntemplates: [job.in.sh]")
    #expect(
      run.errors == """
        sub/sweep.yaml:1:20: error: parameter 'n': range '5-1' runs backwards, expected the \
        smaller first [EE122]
          1 │ experiments: {n: "[5-1]"}
            │                    ^^^
        hint: did you mean [1-5]?

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a mistake inside the template is reported where it stands`() throws {
    let run = try run(
      "system: {host: a}\nexperiments: {n: [1]}\ntemplates: [job.in.sh]",
      template: "echo {n}\necho {system.hots}\n")
    #expect(
      run.errors == """
        sub/job.in.sh:2:6: error: '{system.hots}' is not defined, expected a key 'hots' in \
        section 'system' [EE201]
          2 │ echo {system.hots}
            │      ^^^^^^^^^^^^^
        hint: did you mean '{system.host}'? write \\{system.hots} where it is meant as text

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a template that is not there is reported where it is named`() throws {
    let run = try run("experiments: {n: [1]}\ntemplates: [jbo.in.sh]")
    #expect(
      run.errors == """
        sub/sweep.yaml:2:13: error: template 'sub/jbo.in.sh' cannot be read: No such file or \
        directory [EE302]
          2 │ templates: [jbo.in.sh]
            │             ^^^^^^^^^
        hint: did you mean 'sub/job.in.sh'?

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `two sweeps that would write the same directories are refused`() throws {
    let run = try CommandTest()
      .file(
        "workflow.yaml",
        "workflow:\n  nodes:\n    a: {experiments: a.yaml}\n    b: {experiments: b.yaml}\n"
      )
      .file("a.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .file("b.yaml", "experiments: {n: [2, 3]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "echo {n}\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(
      run.errors == """
        workflow.yaml:4:22: error: nodes 'a' and 'b' both write experiment 'experiments/n_2' [EE301]
          4 │     b: {experiments: b.yaml}
            │                      ^^^^^^
        hint: give one of the sweeps another dir, such as dir: b

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
