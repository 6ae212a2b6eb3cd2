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
}
