import TestSupport
import Testing

/// Configurations in layers: files, profiles, options, and where their paths begin.
@Suite struct LayerTests {
  private func sweep() throws -> CommandTest {
    try CommandTest()
      .file(
        "sweep.yaml",
        """
        attributes: {time: 1, data: "/data"}
        experiments: {epoch: "1,30", lr: 0.1}
        templates: [job.in.sh]
        profiles:
          quick: {experiments: {epoch: 1}, attributes: {time: 5}}
        """
      ).file("job.in.sh", "{epoch} {lr} {time} {data}\n")
  }

  /// The scripts of all experiments, in the order of their names.
  private func scripts(
    _ run: CommandRun, in directory: String = "experiments"
  ) throws -> String {
    try run.place.names(directory).filter { !$0.hasPrefix(".") }
      .map { try run.place.text("\(directory)/\($0)/job.sh") }.joined()
  }

  @Test(arguments: [
    ([], "1 0.1 1 /data\n30 0.1 1 /data\n"),
    (["--profile", "quick"], "1 0.1 5 /data\n"),
    (["--config", "b.json"], "1 0.2 2 /data\n30 0.2 2 /data\n"),
    (["--setup=b.json,c.yaml"], "1 0.2 3 /data\n30 0.2 3 /data\n"),
    (["--config", "c.yaml", "--config", "b.json"], "1 0.2 2 /data\n30 0.2 2 /data\n"),
    (["--config", "b.json", "--profile=quick"], "1 0.2 5 /data\n"),
    (["--profile=quick", "--attributes", "time=6,epoch=7,data=[x"], "7 0.1 6 [x\n"),
    (["--attributes=time=6,data=x", "-o", "time=7", "-oepoch=8"], "8 0.1 7 x\n"),
    (
      ["--override", "epoch=1,2", "-o", "lr=[1, 2]"],
      "1 1 1 /data\n1 2 1 /data\n2 1 1 /data\n2 2 1 /data\n"
    ),
    (["-o", "epoch=[1-2]", "-o", "data={time}"], "1 0.1 1 1\n2 0.1 1 1\n"),
    (["--experiment=epoch=[1-2] lr=a"], "1 a 1 /data\n2 a 1 /data\n"),
    (["--experiment=epoch=[1-2] lr=a", "-o", "lr=b"], "1 b 1 /data\n2 b 1 /data\n"),
  ])
  func `later layers win`(arguments: [String], expected: String) throws {
    let test = try sweep()
      .file("b.json", #"{"experiment": {"lr": 0.2}, "attributes": {"time": 2}}"#)
      .file("c.yaml", "attributes: {time: 3}\n")
    let run = try test.run(["cms-ee", "generate", "sweep.yaml"] + arguments)
    if arguments.contains(where: { $0.contains("data=[x") }) {
      #expect(run.code == 2)
      return
    }
    #expect(run.errors == "")
    #expect(try scripts(run) == expected)
  }

  @Test func `profiles are no part of an experiment`() throws {
    let run = try sweep().run("cms-ee", "generate", "sweep.yaml", "--profile=quick")
    #expect(
      try run.place.text("experiments/epoch_1_lr_0.1/config.yaml").hasPrefix(
        "attributes:\n  time: 5\n  data: /data\nexperiment:\n  epoch: 1\n  lr: 0.1\n"))
  }

  @Test func `a path is relative to the file that names it`() throws {
    let run = try CommandTest()
      .file("a/sweep.yaml", "experiments: {n: 1}\ntemplates: [job.in.sh]\ncopy: [own.py]\n")
      .file("a/job.in.sh", "a\n").file("a/own.py", "a\n")
      .file("b/more.json", #"{"templates": ["other.in.sh"], "dir": "runs"}"#)
      .file("b/other.in.sh", "b {n}\n").file("here.in.sh", "here {n}\n").file("c.py", "c\n")
      .run(
        "cms-ee", "generate", "a/sweep.yaml", "--config=b/more.json", "--source=here.in.sh",
        "--copycode=c.py")
    #expect(run.errors == "")
    #expect(
      try run.place.names("a/runs/n_1")
        == ["c.py", "config.yaml", "here.sh", "other.sh", "own.py"])
    #expect(try run.place.text("a/runs/n_1/other.sh") == "b 1\n")
    #expect(try run.place.text("a/runs/n_1/here.sh") == "here 1\n")
  }

  @Test func `a template in a list and in --source is rendered once, and --out names it`() throws {
    let run = try sweep().run(
      "cms-ee", "generate", "sweep.yaml", "--source=job.in.sh", "--out=run.sh",
      "--output_dir=x/y")
    #expect(run.errors == "")
    #expect(try run.place.names("x/y/epoch_1_lr_0.1") == ["config.yaml", "run.sh"])
  }

  @Test func `--output_dir begins where the user is`() throws {
    let test = try sweep().directory("work")
    let run = try test.working(in: "work").run(
      "cms-ee", "generate", "../sweep.yaml", "--output_dir=out")
    #expect(run.errors == "")
    #expect(run.place.exists("work/out/epoch_1_lr_0.1/job.sh"))
    #expect(run.place.exists("sweep.db"))
    let again = try test.run("cms-ee", "generate", "sweep.yaml", "--output_dir=work/out")
    #expect(again.output == "2 experiments: 0 are new, 2 the same\n")
  }

  @Test func `an --output_dir that cannot be written is refused with its own name`() throws {
    let run = try sweep().file("taken", "").run(
      "cms-ee", "generate", "sweep.yaml", "--output_dir=taken")
    let place = run.place.at("taken")
    #expect(
      run.errors == """
        error: cannot write in '\(place)': '\(place)' is a file, expected a directory [EE303]
        hint: choose another place with --output_dir

        """)
    #expect(run.written == [])
  }

  @Test func `a tilde that the shell left is the home`() throws {
    let run = try sweep().directory("work").working(in: "work").run(
      "cms-ee", "generate", "--config=~/sweep.yaml", "--output_dir=~/out", "-q")
    #expect(run.errors == "")
    #expect(run.place.exists("out/epoch_1_lr_0.1/job.sh"))
  }

  @Test func `a name with a comma that is there is one file`() throws {
    let run = try CommandTest().file("a,b.yaml", "experiments: {n: 1}\n").run(
      "cms-ee", "plan", "--config", "a,b.yaml")
    #expect(run.errors == "")
    #expect(run.output == "+ n_1\n1 experiment: 1 would be new, 0 the same\n")
  }

  @Test func `the layers are printed in their order`() throws {
    let run = try sweep().file("c.yaml", "").run(
      "cms-ee", "plan", "sweep.yaml", "--config=c.yaml", "-o", "lr=1", "--profile=quick",
      "--attributes=time=1,data=2", "--verbose")
    #expect(
      run.errors == """
        layers, later ones win:
          1 sweep.yaml
          2 c.yaml
          3 --profile quick
          4 --attributes time=1,data=2
          5 --override lr=1

        """)
  }

  @Test func `a mistake in an option is shown in it`() throws {
    let run = try sweep().run("cms-ee", "plan", "sweep.yaml", "--experiment", "epoch=[3-1] x=1")
    #expect(
      run.errors == """
        --experiment:1:8: error: parameter 'epoch': range '3-1' runs backwards, expected the smaller first [EE122]
          1 │ epoch=[3-1] x=1
            │        ^^^
        hint: did you mean [1-3]?

        """)
    #expect(run.code == 2)
  }

  @Test func `an unknown profile is a mistake`() throws {
    let run = try sweep().run("cms-ee", "plan", "sweep.yaml", "--profile=quik")
    #expect(
      run.errors == """
        sweep.yaml:5:3: error: profile 'quik' is not defined [EE113]
          5 │   quick: {experiments: {epoch: 1}, attributes: {time: 5}}
            │   ^
        hint: did you mean 'quick'?

        """)
    #expect(run.code == 2)
  }

  @Test func `the last of duplicate keys counts under --lenient`() throws {
    let test = try CommandTest().file("sweep.yaml", "a: 1\nexperiments: {n: 1}\na: 2\n")
    #expect(try test.run("cms-ee", "plan", "sweep.yaml").code == 2)
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--lenient")
    #expect(
      run.errors == """
        sweep.yaml:3:1: warning: duplicate key 'a', first given in line 1; the last one counts [EE103]
          3 │ a: 2
            │ ^
        hint: keep one of the two

        """)
    #expect(try run.place.text("experiments/n_1/config.yaml").hasPrefix("a: 2\n"))
  }

  @Test func `the same name in another section is what was meant`() throws {
    let run = try CommandTest().file("job.in.sh", "#SBATCH --time={sbatch.time}\n").file(
      "sweep.yaml", "ee: {time: 1}\nexperiments: {n: 1}\ntemplates: [job.in.sh]\n"
    ).run("cms-ee", "plan", "sweep.yaml")
    #expect(
      run.errors == """
        job.in.sh:1:16: error: '{sbatch.time}' is not defined, expected a key 'time' in section 'sbatch' [EE201]
          1 │ #SBATCH --time={sbatch.time}
            │                ^^^^^^^^^^^^^
        hint: did you mean '{ee.time}'? write \\{sbatch.time} where it is meant as text; --lenient leaves such frames

        """)
  }

  @Test(arguments: [
    (
      ["--mode=f"], "experiments cannot share one flat directory: each has files of the same names",
      "leave --mode=f out"
    ),
    (
      ["--flat"], "experiments cannot share one flat directory: each has files of the same names",
      "leave --flat out"
    ),
    (["--mode=x"], "unknown mode 'x'", "expected one of: h, d"),
    (
      ["--out=a/b"], "--out is 'a/b', expected the name of a file without directories",
      "--output_dir says where experiments go"
    ),
    (["--strict", "--lenient"], "--strict and --lenient exclude each other", nil),
  ])
  func `options that mean nothing here are refused`(
    arguments: [String], message: String, hint: String?
  ) throws {
    let run = try sweep().run(["cms-ee", "plan", "sweep.yaml"] + arguments)
    #expect(
      run.errors == "error: \(message)\nusage: cms-ee plan [OPTIONS] [FILE]\n"
        + (hint.map { "hint: \($0)\n" } ?? ""))
    #expect(run.code == 64)
  }

  @Test func `the mode for debugging is taken with a note`() throws {
    let run = try sweep().run("cms-ee", "plan", "sweep.yaml", "--mode=d", "-q")
    #expect(
      run.errors == """
        note: --mode=d does nothing of its own [EE106]
        hint: --dryrun or plan shows what would be written

        """)
    #expect(run.code == 0)
  }

  @Test(arguments: [
    (
      ["--host=rivana"],
      "error: host 'rivana' is not in 'hosts.yaml' [EE115]\nhint: did you mean 'rivanna'?\n"
    ),
    (
      ["--hosts=other.yaml", "--host=rivanna"],
      "error: host 'rivanna' is not in 'other.yaml' [EE115]\nhint: expected 'greene'\n"
    ),
    (
      ["--hosts=no.yaml"],
      "error: hosts file 'no.yaml' cannot be read: No such file or directory [EE302]\nhint: paths are relative to the current directory\n"
    ),
    (["--host=rivanna"], ""),
  ])
  func `the host is one of the hosts file`(arguments: [String], errors: String) throws {
    let run = try sweep().file("hosts.yaml", "hosts: {rivanna: {kind: slurm}}\n")
      .file("other.yaml", "hosts: {greene: {kind: slurm}}\n")
      .run(["cms-ee", "plan", "sweep.yaml"] + arguments)
    #expect(run.errors == errors)
    #expect(run.code == (errors.isEmpty ? 0 : 2))
  }

  @Test func `a host is asked for where there is no hosts file`() throws {
    let test = try sweep()
    let run = try test.run("cms-ee", "plan", "sweep.yaml", "--host=rivanna")
    #expect(
      run.errors == """
        error: host 'rivanna' is unknown: there is no hosts file [EE115]
        hint: write hosts.yaml beside the sweep file, or name one with --hosts

        """)
    try test.place.write(".cloudmesh/hosts.yaml", "hosts: {rivanna: {kind: slurm}}\n")
    #expect(try test.run("cms-ee", "plan", "sweep.yaml", "--host=rivanna").code == 0)
  }
}
