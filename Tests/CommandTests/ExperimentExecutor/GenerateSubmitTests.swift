import TestSupport
import Testing

/// `cms-ee generate submit`: lines that a shell runs.
@Suite struct GenerateSubmitTests {
  private func generated(directory: String) throws -> CommandTest {
    let test = try CommandTest().file(
      "sweep.yaml",
      """
      name: project
      experiments: {epoch: "1,2", note: ["a\\nb # c", "it's $HOME"]}
      templates: [job.in.sh]
      """
    ).file("job.in.sh", "pwd >> '{os.HOME}/ran.txt'\necho {epoch} > result\n").directory(directory)
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--directory", directory)
    #expect(run.errors == "")
    #expect(run.code == 0)
    return test
  }

  @Test(arguments: ["out", "it's a $HOME; `dir` (1)", "-n", "a\nb"])
  func `a shell runs each script in its directory`(directory: String) throws {
    let test = try generated(directory: "./" + directory)
    for source in [["sweep.yaml"], ["--name=project.json"], ["--name=project"]] {
      let jobs = try test.run(
        ["cms-ee", "generate", "submit", "--job_type=sh", "--directory=./" + directory] + source)
      #expect(jobs.errors == "")
      #expect(jobs.code == 0)
      try test.place.write("jobs.sh", jobs.output)
      try test.place.write("ran.txt", "")
      let ran = try test.run("sh", "jobs.sh")
      #expect(ran.errors == "")
      #expect(ran.code == 0)
      let root = test.place.at("\(directory)/experiments")
      let names = [1, 2].flatMap { epoch in
        ["a@0Ab@20@23@20c", "it@27s@20@24HOME"].map { "epoch_\(epoch)_note_\($0)" }
      }
      #expect(try test.place.text("ran.txt") == names.map { "\(root)/\($0)\n" }.joined())
    }
  }

  @Test func `comments hold no line feeds, and job types stand for their commands`() throws {
    let test = try generated(directory: "out")
    let root = test.place.at("out/experiments")
    for (type, command) in [
      ("slurm", "sbatch"), ("lsf", "bsub <"), ("sh", "sh"), ("qsub -V", "qsub -V"),
    ] {
      let jobs = try test.run(
        "cms-ee", "generate", "submit", "sweep.yaml", "--directory=out", "--job_type", type)
      #expect(
        jobs.output == """
          (cd \(root)/epoch_1_note_a@0Ab@20@23@20c && \(command) job.sh)  # epoch=1 note=a b # c
          (cd \(root)/epoch_1_note_it@27s@20@24HOME && \(command) job.sh)  # epoch=1 note=it's $HOME
          (cd \(root)/epoch_2_note_a@0Ab@20@23@20c && \(command) job.sh)  # epoch=2 note=a b # c
          (cd \(root)/epoch_2_note_it@27s@20@24HOME && \(command) job.sh)  # epoch=2 note=it's $HOME

          """)
    }
  }

  @Test(arguments: [
    (
      #"{"a": {"directory": "a", "script": 1}}"#,
      """
      error: experiment 'a' of 'project.json' has no 'script', expected text [EE110]
      hint: add templates: [job.in.sh] to its sweep and generate again

      """
    ),
    (
      "[]",
      """
      error: 'project.json' is no list of experiments, expected an object of them [EE110]
      hint: name the file that generate wrote beside the database

      """
    ),
    (
      "{\n  \"a\": {,\n",
      """
      project.json:2:9: error: found ',', expected '"' [EE110]
        2 │   "a": {,
          │         ^
      hint: write it again: cms-ee generate sweep.yaml

      """
    ),
  ])
  func `a broken list is an error that says where`(content: String, errors: String) throws {
    let run = try CommandTest().file("project.json", content).run(
      "cms-ee", "generate", "submit", "--name=project.json")
    #expect(run.errors == errors)
    #expect(run.output == "")
    #expect(run.code == 2)
  }

  @Test func `a list that is not there is named, and what writes it`() throws {
    let run = try CommandTest().run("cms-ee", "generate", "submit", "--name=project")
    #expect(
      run.errors == """
        error: there is no list of experiments 'project.json' [EE302]
        hint: generate writes it: cms-ee generate sweep.yaml

        """)
    #expect(run.code == 2)
  }

  @Test func `a list of the original works as well`() throws {
    let run = try CommandTest().file(
      "project.json",
      """
      {"epoch_1": {"id": "epoch_1", "directory": "./project/epoch_1", "experiment": "epoch=1",
        "script": "./project/epoch_1/slurm.sh", "config": "x", "variables": {}, "copycode": null}}
      """
    ).run("cms-ee", "generate", "submit", "--job_type=slurm", "--name=project")
    #expect(
      run.output == "(cd \(run.place.at("project/epoch_1")) && sbatch slurm.sh)  # epoch=1\n")
  }

  private func waiting() throws -> CommandTest {
    let test = try CommandTest().file(
      "s.yaml", "name: s\nexperiments: {a: '1,2'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", "{slurm.sbatch}\necho {a} \\{host.name} {host.name}\n").file(
      "hosts.yaml",
      "hosts:\n  one: {kind: slurm, directives: {default: {mem: 1G}}}\n  two: {kind: slurm}\n")
    _ = try test.run("cms-ee", "generate", "s.yaml")
    return test
  }

  @Test(arguments: [["s.yaml"], ["--name", "s.json"]])
  func `a script that waits for its host is not offered`(source: [String]) throws {
    let run = try waiting().run(["cms-ee", "generate", "submit"] + source)
    #expect(run.output == "")
    #expect(run.code == 64)
    #expect(
      run.errors.contains("error: the scripts wait for a host, so there is none to submit\n"))
    #expect(run.errors.hasSuffix("hint: name it with --host\n"))
  }

  @Test func `a completed script is offered as long as it is what the template says`() throws {
    let test = try waiting()
    _ = try test.run("cms-ee", "generate", "s.yaml", "--host", "one")
    _ = try test.run("cms-ee", "generate", "s.yaml")
    let list = try test.place.text("s.json")
    #expect(list.contains("/a_1/job.sh\"") && !list.contains("job.in.sh"))
    let root = test.place.at("experiments")
    let lines = """
      (cd \(root)/a_1 && sbatch job.sh)  # a=1
      (cd \(root)/a_2 && sbatch job.sh)  # a=2

      """
    #expect(try test.run("cms-ee", "generate", "submit", "--name", "s.json").output == lines)
    try test.place.write("job.in.sh", "{slurm.sbatch}\necho anew {a} {host.name}\n")
    _ = try test.run("cms-ee", "generate", "s.yaml")
    #expect(try test.run("cms-ee", "generate", "submit", "--name", "s.json").code == 64)
    #expect(try test.place.text("s.json").contains("/a_1/job.in.sh\""))
  }
}
