import HostIO
import TestSupport
import Testing

/// Hosts of which the hosts file does not state what they have: they are asked.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct RemoteSurveyTests {
  private static let common = Result { try SSHHosts("h1", "--gpus", "a100:2", "h2") }

  private func study(_ workflow: String, _ hosts: SSHHosts, _ file: String) throws -> CommandTest {
    try CommandTest().reaching(hosts).file("hosts.yaml", "hosts:\n\(file)\n")
      .file("workflow.yaml", workflow)
  }

  @Test func `jobs get the GPUs and processors that the host says it has`() throws {
    let test = try study(
      """
      name: asked
      workflow:
        nodes:
          train:
            foreach: {n: [1, 2]}
            exec: 'echo "$CUDA_VISIBLE_DEVICES" >gpu; touch ../../{n}; until test -e ../../1 -a -e ../../2; do sleep 0.05; done'
            gpus: a100
            host: h1
            outputs: [gpu]
            directory: "{n}"
          all: {exec: 'echo "$CMS_CPUS"', cpus: 1000, host: h1, needs: [train]}

      """, Self.common.get(), "  h1: {kind: ssh}"
    ).directory("1").directory("2")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    let devices = Set([try test.place.text("1/gpu"), try test.place.text("2/gpu")])
    #expect(devices == ["GPU-h1-0\n", "GPU-h1-1\n"])
    #expect(
      try test.run("cms-cc", "logs", "workflow.yaml", "all").output
        == "\(Environment.processorCount())\n")
  }

  @Test func `a type that the host does not have is a reason, and one command asks for it`() throws
  {
    let test = try study(
      "name: none\nworkflow: {nodes: {a: {exec: 'true', host: h1, gpus: h100}}}\n",
      Self.common.get(), "  h1: {kind: ssh}")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(
      run.errors.contains(
        "failed  a  on 'h1' it asks for 1 GPU of type 'h100', but all there is is 2 GPUs of type 'a100'"
      ), "\(run.errors)")
  }

  @Test func `a host that cannot say what it has keeps one processor and no GPUs`() throws {
    let test = try study(
      """
      name: silent
      workflow:
        nodes:
          small: {exec: 'echo "$CMS_CPUS"', cpus: 4, host: h2}
          gpu: {exec: 'true', host: h2, gpus: a100}

      """, Self.common.get(), "  h2: {kind: ssh, cpus: 1, probe: \"echo broken; exit 3\"}")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "small").output == "1\n")
    #expect(
      run.errors.contains(
        "failed  gpu  on 'h2' it asks for 1 GPU of type 'a100', but echo broken; exit 3 fails with "
          + "exit code 3: broken"), "\(run.errors)")
  }

  @Test func `a device that somebody else uses is left alone`() throws {
    let hosts = try SSHHosts("h1", "--gpus", "a100:2")
    try Files.replace(hosts.at("h1", "machine/users"), Array("GPU-h1-0, 1\n".utf8))
    let test = try study(
      "name: taken\nworkflow: {nodes: {a: {exec: 'echo $CUDA_VISIBLE_DEVICES', host: h1, gpus: 1}}}\n",
      hosts, "  h1: {kind: ssh}")
    #expect(try test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 0)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "a").output == "GPU-h1-1\n")
  }

  @Test func `a runner that goes on knows what jobs were given`() throws {
    let hosts = try SSHHosts("h1", "--gpus", "a100:1")
    let test = try study(
      """
      name: kept
      workflow:
        nodes:
          a: {exec: 'until test -e ../go; do sleep 0.05; done', host: h1, gpus: a100}
          b: {exec: 'echo $CUDA_VISIBLE_DEVICES', host: h1, gpus: a100}

      """, hosts, "  h1: {kind: ssh}")
    let runner = try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  running")
      })
    runner.send(9)
    _ = runner.wait()
    // It is not asked again: what it said holds for the run.
    try Files.replace(hosts.at("h1", "machine/gpus"), [])
    let next = try test.start(["cms-cc", "resume", "--quiet", "workflow.yaml"])
    try test.pause(milliseconds: 500)
    #expect(try test.run("cms-cc", "status", "workflow.yaml").output.contains("b  waiting"))
    _ = try hosts.enter("h1", "sh", "-c", "touch ~/experiment/kept/go")
    #expect(next.wait() == 0)
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "b").output == "GPU-h1-0\n")
  }
}
