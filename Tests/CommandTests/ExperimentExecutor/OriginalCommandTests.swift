import TestSupport
import Testing

/// Command lines and configurations of the original, as they stand in its users' repositories.
@Suite struct OriginalCommandTests {
  static let config = """
    name: cloudmask-rivanna
    sbatch: {time: "10:00:00", mode: h, dir: scratch}
    ee:     {time: "10:00:00", mode: h, dir: scratch}
    run: {filesystem: "/scratch/thf2bn", target: rivanna-singularity, fit-verbose: 1, host: rivanna,
          venvpath: "/scratch/{os.USER}/ENV3", datadir: "/scratch/{os.USER}/data", branch: 'main', mode: "parallel"}
    experiment:
      directive: "a100-dgx"
      gpu_count: "1"
      mem: "64GB"
      repeat: "51,52"
      epoch: "200"
      learning_rate: 0.001
      no_cache: False
      early_stoppage: "False"
    identifier: "{experiment.directive}_{experiment.early_stoppage}_{experiment.epoch}_{experiment.learning_rate}_{experiment.repeat}"
    system: {host: "rivanna", python: "3.10.8", constraint: "", reservation: ""}
    data: {scratch: "/scratch/{os.USER}/data/cloudmask/data", training: "{data.scratch}/one-day", output: "./outputs"}
    output: {directory: ".", model_file: "./cloudModel.h5"}
    log: {file: c_cloudmask_run.log}
    image: {PATCH_SIZE: 256, MIN_SST: 273.15}

    """

  static let template = """
    #SBATCH --job-name={identifier}
    #SBATCH --output=result-%u-%j.out
    #SBATCH --mem={experiment.mem}
    #SBATCH --time={sbatch.time}
    PROGRESS () { echo "# cloudmesh status="$1" progress=$2 pid=$$"; }
    OUTPUTS_DIR=${X:-.}; echo {data.training} {system.host} {ee.time} {os.HOME}

    """

  private func cloudmask() throws -> CommandTest {
    try CommandTest().file("config.in.yaml", Self.config)
      .file("cloudmask_v0.5.in.slurm", Self.template)
      .file("cloudmask_v0.5.py", "a\n").file("data_loader.py", "b\n").file("model.py", "c\n")
  }

  @Test func `the make file of cloudmask works as it stands`() throws {
    let run = try cloudmask().variable("SECRET", "hidden").run(
      "cms-ee", "generate", "--source=cloudmask_v0.5.in.slurm", "--config=config.in.yaml",
      "--name=project", "--noos", "--os=USER,HOME", "--output_dir=./project", "--source_dir=.",
      "--copycode=cloudmask_v0.5.py,data_loader.py,model.py", "--verbose")
    #expect(run.errors == "layers, later ones win:\n  1 config.in.yaml\n")
    #expect(run.output == "2 experiments: 2 are new, 0 the same\n")
    let directory = "project/a100-dgx_False_200_0.001_51"
    #expect(
      try run.place.names(directory) == [
        "cloudmask_v0.5.py", "cloudmask_v0.5.slurm", "config.yaml", "data_loader.py", "model.py",
      ])
    #expect(
      try run.place.text(directory + "/cloudmask_v0.5.slurm") == """
        #SBATCH --job-name=a100-dgx_False_200_0.001_51
        #SBATCH --output=result-%u-%j.out
        #SBATCH --mem=64GB
        #SBATCH --time=10:00:00
        PROGRESS () { echo "# cloudmesh status="$1" progress=$2 pid=$$"; }
        OUTPUTS_DIR=${X:-.}; echo /scratch/tester/data/cloudmask/data/one-day rivanna 10:00:00 \
        \(run.place.path)

        """)
    #expect(!(try run.place.text(directory + "/config.yaml")).contains("hidden"))
    #expect(run.place.exists("project.db"))
  }

  @Test func `relative names begin in --source_dir, others where they say`() throws {
    let test = try cloudmask().directory("work").file("work/extra.py", "d\n")
    let run = try test.working(in: "work").run(
      "cms-ee", "generate", "--source=cloudmask_v0.5.in.slurm", "--config=config.in.yaml",
      "--source_dir=..", "--output_dir=project", "--copycode=model.py,./extra.py")
    #expect(run.errors == "")
    #expect(
      try run.place.names("work/project/a100-dgx_False_200_0.001_51")
        == ["cloudmask_v0.5.slurm", "config.yaml", "extra.py", "model.py"])
  }

  @Test func `code that is missing is shown in its list`() throws {
    let run = try cloudmask().run(
      "cms-ee", "plan", "--config=config.in.yaml", "--copycode=model.py, modle.py")
    #expect(
      run.errors == """
        --copycode:1:11: error: code 'modle.py' cannot be read: No such file or directory [EE302]
          1 │ model.py, modle.py
            │           ^^^^^^^^
        hint: did you mean 'model.py'?

        """)
  }

  @Test func `the parameters of the paper's example may come on the command line`() throws {
    let run = try CommandTest().file(
      "paper.yaml",
      "application: {name: cloudmask}\ndata: \"/scratch/{os.USER}/{application.name}\"\n"
    ).run(
      "cms-ee", "plan", "--config=paper.yaml", "--experiment=epoch=1,30 gpu=a100,v100", "--yes")
    #expect(run.errors == "")
    #expect(
      run.output == """
        + epoch_1_gpu_a100
        + epoch_1_gpu_v100
        + epoch_30_gpu_a100
        + epoch_30_gpu_v100
        4 experiments: 4 would be new, 0 the same

        """)
  }
}
