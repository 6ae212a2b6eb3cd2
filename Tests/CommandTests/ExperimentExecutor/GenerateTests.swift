import TestSupport
import Testing

/// `cms-ee generate` and `plan` on sweeps that are fine.
@Suite struct GenerateTests {
  static let sweep = """
    name: tiny
    attributes: {data: "/data/{os.USER}"}
    experiments:
      epoch: "1,30"
      lr: [1e-4, 0.10]
    templates: [job.in.sh]
    """

  private func sweep() throws -> CommandTest {
    try CommandTest().file("sweep.yaml", Self.sweep).file("job.in.sh", "run {epoch} {lr} {data}\n")
  }

  @Test func `one directory is written for each combination`() throws {
    let run = try sweep().run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == "")
    #expect(run.output == "4 experiments: 4 are new, 0 the same\n")
    #expect(run.code == 0)
    #expect(
      try run.place.names("experiments")
        == ["epoch_1_lr_0.10", "epoch_1_lr_1e-4", "epoch_30_lr_0.10", "epoch_30_lr_1e-4"])
    #expect(
      try run.place.text("experiments/epoch_30_lr_1e-4/job.sh") == "run 30 1e-4 /data/tester\n")
  }

  @Test func `a plan writes nothing and says what generate would`() throws {
    let run = try sweep().run("cms-ee", "plan", "sweep.yaml")
    #expect(
      run.output == """
        + epoch_1_lr_1e-4
        + epoch_1_lr_0.10
        + epoch_30_lr_1e-4
        + epoch_30_lr_0.10
        4 experiments: 4 would be new, 0 the same

        """)
    #expect(run.code == 0)
    #expect(run.written == [])
  }

  @Test func `the values of a range are exact in names and scripts`() throws {
    let sweep = """
      experiments:
        lr: {from: 1e-4, to: 1e-2, count: 3, scale: log}
        dropout: {from: 0.1, to: 0.3, step: 0.1}
      templates: [job.in.sh]
      """
    let run = try CommandTest().file("sweep.yaml", sweep).file("job.in.sh", "run {lr} {dropout}\n")
      .run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "9 experiments: 9 are new, 0 the same\n")
    #expect(
      try run.place.names("experiments") == [
        "lr_1e-2_dropout_0.1", "lr_1e-2_dropout_0.2", "lr_1e-2_dropout_0.3",
        "lr_1e-3_dropout_0.1", "lr_1e-3_dropout_0.2", "lr_1e-3_dropout_0.3",
        "lr_1e-4_dropout_0.1", "lr_1e-4_dropout_0.2", "lr_1e-4_dropout_0.3",
      ])
    #expect(try run.place.text("experiments/lr_1e-3_dropout_0.3/job.sh") == "run 1e-3 0.3\n")
  }

  @Test func `a plan after generate finds everything the same, and leaves no trace`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    let run = try test.run("cms-ee", "plan", "sweep.yaml", "--all")
    #expect(
      run.output == """
        = epoch_1_lr_1e-4
        = epoch_1_lr_0.10
        = epoch_30_lr_1e-4
        = epoch_30_lr_0.10
        4 experiments: 0 would be new, 4 the same

        """)
    #expect(run.written == [])
  }

  @Test func `what was edited is shown with a mark, by plan and by generate`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    try test.place.write("experiments/epoch_1_lr_1e-4/job.sh", "mine\n")
    try test.place.write("job.in.sh", "other {epoch}\n")
    let plan = try test.run("cms-ee", "plan", "sweep.yaml")
    #expect(
      plan.output == """
        ! epoch_1_lr_1e-4  (job.sh edited by hand, kept)
        ~ epoch_1_lr_0.10  (job.sh line 1: 'run 1 0.10 /data/tester' is now 'other 1')
        ~ epoch_30_lr_1e-4  (job.sh line 1: 'run 30 1e-4 /data/tester' is now 'other 30')
        ~ epoch_30_lr_0.10  (job.sh line 1: 'run 30 0.10 /data/tester' is now 'other 30')
        4 experiments: 0 would be new, 3 would be changed, 0 the same, 1 edited by hand and kept

        """)
    let generate = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(
      generate.output == """
        ! epoch_1_lr_1e-4  (job.sh edited by hand, kept)
        4 experiments: 0 are new, 3 are changed, 0 the same, 1 edited by hand and kept

        """)
    #expect(try test.place.text("experiments/epoch_1_lr_1e-4/job.sh") == "mine\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml", "--force", "-q").output == "")
    #expect(try test.place.text("experiments/epoch_1_lr_1e-4/job.sh") == "other 1\n")
  }

  @Test func `a template of the command line that is missing is looked for where it begins`() throws
  {
    let run = try sweep().run("cms-ee", "plan", "sweep.yaml", "--source", "absent")
    #expect(
      run.errors.hasPrefix("--source:1:1: error: template 'absent' cannot be read: "),
      "\(run.errors)")
    #expect(
      run.errors.hasSuffix(
        "hint: it is looked for in the current directory, or in --source_dir\n"))
    #expect(run.code == 2)
  }

  @Test func `nothing to write is fine, and exit 3 under strict`() throws {
    let test = try sweep()
    for (options, code) in [(["--strict"], 0), ([], 0), (["--strict"], 3)] as [([String], Int32)] {
      #expect(try test.run(["cms-ee", "generate", "sweep.yaml"] + options).code == code)
    }
  }

  @Test func `places and names can be chosen on the command line`() throws {
    let run = try sweep().run(
      "cms-ee", "generate", "--config=sweep.yaml", "--name", "other", "--directory", "out/deep",
      "--output_dir", "runs")
    #expect(run.errors == "")
    #expect(run.written.filter { !$0.hasSuffix("/") }.count == 10)
    #expect(run.place.exists("out/deep/other.db"))
    #expect(run.place.exists("out/deep/other.json"))
    #expect(run.place.exists("runs/epoch_1_lr_1e-4/config.yaml"))
  }

  @Test func `the environment can be kept out of frames`() throws {
    let test = try sweep().variable("USER", "secret")
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--noos")
    #expect(
      run.errors == """
        sweep.yaml:2:27: error: '{os.USER}' is not defined, expected an environment variable 'USER' [EE201]
          2 │ attributes: {data: "/data/{os.USER}"}
            │                           ^^^^^^^^^
        hint: --os USER lets it in; write \\{os.USER} where it is meant as text; --lenient leaves such frames

        """)
    #expect(run.code == 2)
    let allowed = try test.run("cms-ee", "generate", "sweep.yaml", "--noos", "--os=USER,HOME")
    #expect(allowed.code == 0)
    #expect(
      try allowed.place.text("experiments/epoch_1_lr_0.10/job.sh") == "run 1 0.10 /data/secret\n")
  }

  @Test func `a variable of --os that is not set is a warning at its place`() throws {
    let test = try sweep().variable("USER", "u")
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--os=USER, NOPE")
    #expect(
      run.errors == """
        --os:1:7: warning: environment variable 'NOPE' is not set, so config.yaml will not have it [EE201]
          1 │ USER, NOPE
            │       ^^^^
        hint: export it, or leave it out of --os

        """)
    #expect(run.code == 0)
    #expect(
      try test.place.text("experiments/epoch_1_lr_0.10/config.yaml").contains("os:\n  USER: u\nexp")
    )
    let frame = try test.file("sweep.yaml", "experiments: {e: 1}\nx: '{os.NOPE}'\n")
      .run("cms-ee", "generate", "sweep.yaml", "--noos", "--os", "NOPE")
    #expect(
      frame.errors == """
        sweep.yaml:2:5: error: '{os.NOPE}' is not defined, expected an environment variable 'NOPE' [EE201]
          2 │ x: '{os.NOPE}'
            │     ^^^^^^^^^
        hint: write \\{os.NOPE} where it is meant as text; --lenient leaves such frames

        """)
    #expect(frame.code == 2)
  }

  @Test func `generate submit prints one command for each experiment`() throws {
    let run = try sweep().run("cms-ee", "generate", "submit", "sweep.yaml", "--job_type=slurm")
    let base = run.place.at("experiments")
    #expect(
      run.output == """
        (cd \(base)/epoch_1_lr_1e-4 && sbatch job.sh)  # epoch=1 lr=1e-4
        (cd \(base)/epoch_1_lr_0.10 && sbatch job.sh)  # epoch=1 lr=0.10
        (cd \(base)/epoch_30_lr_1e-4 && sbatch job.sh)  # epoch=30 lr=1e-4
        (cd \(base)/epoch_30_lr_0.10 && sbatch job.sh)  # epoch=30 lr=0.10

        """)
    #expect(run.written == [])
  }

  @Test func `a sweep file in the place of the list is left alone`() throws {
    let text = #"{"experiments": {"id": "[1-3]"}, "templates": ["job.in.sh"]}"#
    let test = try CommandTest().file("sweep.json", text).file("job.in.sh", "run {id}\n")
    let run = try test.run("cms-ee", "generate", "sweep.json")
    #expect(
      run.errors == """
        warning: '\(test.place.at("sweep.json"))' is no list that generate wrote, so it is left alone
        hint: rename it, or the campaign with --name, to have its experiments listed

        """)
    #expect(run.code == 0)
    #expect(try test.place.text("sweep.json") == text)
  }
}
