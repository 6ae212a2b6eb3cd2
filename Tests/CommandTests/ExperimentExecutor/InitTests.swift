import TestSupport
import Testing

/// `cms-ee init`: a study that runs as it stands.
@Suite struct InitTests {
  @Test func `the starter is planned, generated and run`() throws {
    let test = try CommandTest()
    let run = try test.run("cms-ee", "init", "my study")
    #expect(
      run.output == """
        wrote sweep.yaml, job.in.sh, train.py, workflow.yaml
        next:
          cd 'my study'
          cms-ee plan sweep.yaml         what would be written
          cms-ee generate sweep.yaml     one directory for each experiment
          cms-cc run workflow.yaml       train them all, then compare them
          cms-cc report workflow.yaml    the comparison

        """)
    #expect(run.errors == "")
    let study = test.working(in: "my study")
    let plan = try study.run("cms-ee", "plan", "sweep.yaml", "--strict")
    #expect(plan.output.hasSuffix("8 experiments: 8 would be new, 0 the same\n"))
    #expect(plan.errors == "")
    let generate = try study.run("cms-ee", "generate", "sweep.yaml")
    #expect(generate.output == "8 experiments: 8 are new, 0 the same\n")
    let workflow = try study.run("cms-cc", "run", "workflow.yaml")
    #expect(workflow.code == 0, "\(workflow.errors)")
    #expect(try study.run("cms-ee", "list", "--summary").output == "total: 8, done: 8\n")
    let table = try study.run("cms-cc", "report", "workflow.yaml", "--metrics", "accuracy").output
    #expect(table.contains("accuracy"))
    #expect(test.place.exists("my study/report/report.md"))
  }

  @Test func `what is there is named and never written over`() throws {
    let test = try CommandTest().file("train.py", "mine\n").file("workflow.yaml", "mine\n")
    let run = try test.run("cms-ee", "init")
    #expect(
      run.errors == """
        error: 'train.py', 'workflow.yaml' are there already [EE306]
        hint: choose another directory: cms-ee init study

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
