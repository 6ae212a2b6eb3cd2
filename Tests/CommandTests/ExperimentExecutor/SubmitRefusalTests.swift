import HostIO
import TestSupport
import Testing

/// What `cms-ee submit` and `cms-cc run` refuse, so that nothing runs twice or in the wrong place.
@Suite struct SubmitRefusalTests {
  private func sweep(script: String = "echo ran {epoch} >> ran.txt\n") throws -> CommandTest {
    try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1,2,3'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", script)
  }

  @Test func `a run of a workflow of the same name is not taken for its own`() throws {
    let test = try sweep().file(
      "workflow.yaml", "name: tiny\nworkflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-q").code == 0)
    let run = try test.run("cms-ee", "submit", "sweep.yaml")
    #expect(
      run.errors == """
        error: the newest run of 'tiny' in '\(test.place.at("tiny.db"))' is not of 'sweep.yaml' but \
        of '\(test.place.at("workflow.yaml"))' [EE307]
        hint: go on with that one: cms-cc resume; or begin another beside it: --new

        """)
    #expect(run.code == 2)
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "--new", "-q").code == 0)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "ran 2\nran 2\n")
  }

  @Test func `a workflow of the same name does not go on with its run`() throws {
    let test = try sweep().file(
      "workflow.yaml", "name: tiny\nworkflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
    #expect(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 0)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(
      run.errors == """
        error: the newest run of 'tiny' in '\(test.place.at("tiny.db"))' is not of 'workflow.yaml' \
        but of '\(test.place.at("sweep.yaml"))' [EE307]
        hint: go on with that one: cms-cc resume; or begin another beside it: --new

        """)
    #expect(run.code == 2)
    #expect(try test.place.text("experiments/epoch_2/ran.txt") == "ran 2\n")
  }

  @Test func `a study that was moved and a sweep that was renamed go on`() throws {
    let test = try CommandTest()
      .file("a/sweep.yaml", "name: tiny\nexperiments: {x: '1'}\ntemplates: [job.in.sh]\n")
      .file("a/job.in.sh", "echo x >> ran.txt\n")
    #expect(try test.run("cms-ee", "submit", "a/sweep.yaml", "-q").code == 0)
    #expect(try test.run("/bin/sh", "-c", "mv a b && mv b/sweep.yaml b/s.yaml").code == 0)
    let again = try test.run("cms-ee", "submit", "b/s.yaml")
    #expect(again.output == "nothing was left to run\n")
    #expect(try test.place.text("b/experiments/x_1/ran.txt") == "x\n")
    #expect(try test.run("cms-ee", "list", "b", "--summary").output == "total: 1, done: 1\n")
  }

  @Test(arguments: [["cms-ee", "submit", "sweep.yaml"], ["cms-cc", "run", "workflow.yaml"]])
  func `what is for a batch system does not run here`(command: [String]) throws {
    let test = try sweep(script: "echo {host.name} > ran.txt\n")
      .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
      .file("hosts.yaml", "hosts:\n  big: {kind: slurm}\n")
    let named = try test.run(command + ["--host", "big"])
    #expect(
      named.errors == """
        hosts.yaml:2:3: error: host 'big' is of kind 'slurm', and this version runs experiments on \
        this machine only [EE115]
          2 │   big: {kind: slurm}
            │   ^^^
        hint: cms-ee generate submit --host big prints the commands for it

        """)
    #expect(named.code == 2)
    #expect(named.written == [])
    let unnamed = try test.run(command)
    #expect(unnamed.errors.contains("the scripts of sweep 'sweep.yaml' wait for a host"))
    #expect(unnamed.code == 2)
    #expect(unnamed.written == [])
  }

  @Test(arguments: [["cms-ee", "submit", "sweep.yaml"], ["cms-cc", "run", "workflow.yaml"]])
  func `the entry of kind local is what host means here`(command: [String]) throws {
    let test = try sweep(script: "echo {host.name} {host.gpu} > ran.txt\n")
      .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
      .file(
        "hosts.yaml",
        "hosts:\n  big: {kind: slurm}\n  here: {kind: local, variables: {gpu: none}}\n")
    #expect(try test.run(command + ["-q"]).code == 0)
    #expect(try test.place.text("experiments/epoch_1/ran.txt") == "here none\n")
  }
}
