import TestSupport
import Testing

/// The sweeps in `configs/`, which users start from: they plan as they stand.
@Suite struct StarterConfigTests {
  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  @Test(arguments: [("cloudmask", 14), ("earthquake", 30)])
  func `a sweep for a site with a batch system plans without a warning`(
    name: String, count: Int
  ) throws {
    let run = try CommandTest().run(
      "cms-ee", "plan", Self.root + "/configs/\(name)/sweep.yaml", "--directory=.",
      "--hosts=" + Self.root + "/configs/hosts/rivanna.yaml", "--host=rivanna", "--strict")
    #expect(run.errors == "")
    let summary = "\(count) experiments: \(count) would be new, 0 the same"
    #expect(run.output.split(separator: "\n").last.map(String.init) == summary)
    #expect(run.written == [])
  }

  @Test(arguments: [
    ("rivanna", "v100"), ("rivanna", "a100"), ("rivanna", "a100-dgx"), ("rivanna", "a100-pod"),
    ("rivanna", "k80"), ("rivanna", "p100"), ("rivanna", "a6000"), ("rivanna", "rtx2080"),
    ("rivanna", "rtx3090"), ("rivanna", "parallel"), ("greene", "v100"), ("greene", "a100"),
    ("localhost", "none"),
  ])
  func `a host of the starter file has directives of this name`(
    host: String, name: String
  ) throws {
    let run = try CommandTest().file("job.in.sh", "{slurm.sbatch}\n")
      .file("sweep.yaml", "experiments: {directive: \(name)}\ntemplates: [job.in.sh]\n")
      .run(
        "cms-ee", "generate", "sweep.yaml", "--host=\(host)",
        "--hosts=" + Self.root + "/configs/hosts/rivanna.yaml")
    #expect(run.errors == "")
    let script = try run.place.text("experiments/directive_\(name)/job.sh")
    #expect(script.contains("#SBATCH --account=my-account\n") == (host != "localhost"))
  }

  @Test func `experiments of the digits study hold the code and what it reports with`() throws {
    let run = try CommandTest().run(
      "cms-ee", "generate", Self.root + "/configs/mnist/sweep.yaml", "--directory=.")
    #expect(run.errors == "")
    #expect(
      try run.place.names("experiments/mlp-e4-lr0.003-r1")
        == ["cms.py", "config.yaml", "mnist.sh", "train.py"])
  }
}
