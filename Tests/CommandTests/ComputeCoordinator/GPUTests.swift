import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// GPUs as jobs get them, on a machine whose `nvidia-smi` is a stand-in.
@Suite struct GPUTests {
  /// Two devices; the file `users` says who computes on which.
  private static let program = """
    #!/bin/sh
    case $1 in
      --query-gpu=*)
        echo '0, GPU-aa, NVIDIA A100-SXM4-80GB, 81920, Disabled'
        echo '1, GPU-bb, NVIDIA A100-SXM4-80GB, 81920, Disabled';;
      --query-compute-apps=*) cat "$HOME/users" 2>/dev/null || true;;
    esac

    """

  private func test(_ nodes: String) throws -> CommandTest {
    let test = try CommandTest()
      .file("bin/nvidia-smi", Self.program, mode: 0o755)
      .file("workflow.yaml", "workflow:\n  nodes:\n\(nodes)")
    return test.variable("PATH", "\(test.place.at("bin")):/usr/local/bin:/usr/bin:/bin")
  }

  private func devices(_ test: CommandTest) throws -> [String: String?] {
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    return try store.latestAttempts(of: #require(store.runs().first).id).mapValues(\.gpu)
  }

  @Test func `jobs beside each other get devices of their own, and one job two`() throws {
    // Each waits for the other, so both run at once.
    let wait = "echo $CUDA_VISIBLE_DEVICES; touch $CMS_NODE.on; until test -e"
    let test = try test(
      """
          a: {exec: '\(wait) b.on; do sleep 0.01; done', gpus: 1}
          b: {exec: '\(wait) a.on; do sleep 0.01; done', gpus: a100}
          both: {exec: 'echo $CUDA_VISIBLE_DEVICES', gpus: 2, needs: [a, b]}
          none: {exec: 'echo ${CUDA_VISIBLE_DEVICES-unset}'}

      """)
    let run = try test.run("cms-cc", "run", "workflow.yaml", "-j", "4")
    #expect(run.code == 0, "\(run.errors)")
    let logs = try ["a", "b"].map { try test.place.text("\($0).log") }
    #expect(logs.sorted() == ["GPU-aa\n", "GPU-bb\n"])
    #expect(try test.place.text("both.log") == "GPU-aa,GPU-bb\n")
    #expect(try test.place.text("none.log") == "unset\n")
    let devices = try devices(test)
    #expect(devices["both"] == "GPU-aa,GPU-bb")
    #expect(devices["none"] == .some(nil))
  }

  @Test func `a program that fails is not taken for a machine without GPUs`() throws {
    let test = try test("    a: {exec: 'touch ran', gpus: A100}\n    b: {exec: 'true'}\n")
      .file("bin/nvidia-smi", "#!/bin/sh\necho 'cannot talk to the driver'\nexit 9\n", mode: 0o755)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(
      run.errors.hasSuffix(
        "failed  a  it asks for 1 GPU of type 'a100', but nvidia-smi fails with exit code 9: "
          + "cannot talk to the driver\n"), "\(run.errors)")
    #expect(!test.place.exists("ran"))
    let doctor = try test.run("cms-cc", "doctor")
    #expect(
      doctor.output.contains(
        "note     GPUs: nvidia-smi fails with exit code 9: cannot talk to the driver\n"))
    #expect(doctor.code == 0)
  }

  @Test func `a type is the same in any case`() throws {
    let test = try test("    a: {exec: 'echo $CUDA_VISIBLE_DEVICES', gpus: {type: A100}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.place.text("a.log") == "GPU-aa\n")
  }

  @Test func `a device on which somebody else computes is not given away`() throws {
    let test = try test("    a: {exec: 'echo $CUDA_VISIBLE_DEVICES', gpus: 1}\n")
      .file("users", "GPU-aa, 1\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.place.text("a.log") == "GPU-bb\n")
  }

  @Test func `a job waits while somebody else computes on all devices that it could have`() throws {
    let test = try test("    a: {exec: 'echo $CUDA_VISIBLE_DEVICES', gpus: 2}\n")
      .file("users", "GPU-aa, 1\n")
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("a  waiting")
      })
    try Files.remove(test.place.at("users"))
    #expect(runner.wait() == 0)
    #expect(try test.place.text("a.log") == "GPU-aa,GPU-bb\n")
  }

  @Test func `what a job computes on stays its own when the run is taken up again`() throws {
    let test = try test(
      """
          a: {exec: 'echo $CUDA_VISIBLE_DEVICES > a.on; until test -e go; do sleep 0.01; done', gpus: 1}
          b: {exec: 'echo $CUDA_VISIBLE_DEVICES', gpus: 2, needs: [a]}

      """)
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  running")
          && test.place.exists("a.on")
      })
    runner.send(SIGKILL)
    _ = runner.wait()
    let pid = try #require(try Processes.all(below: test.place.path).first)
    try test.place.write("users", "\(try test.place.text("a.on").dropLast()), \(pid)\n")
    let resumed = try test.start(["cms-cc", "resume", "workflow.yaml"], output: "again.txt")
    #expect(try test.comesTrue { resumed.printed.contains("1 running") })
    try test.place.write("go", "")
    #expect(resumed.wait() == 0, "\(resumed.printed)")
    #expect(try test.place.text("b.log") == "GPU-aa,GPU-bb\n")
  }
}
