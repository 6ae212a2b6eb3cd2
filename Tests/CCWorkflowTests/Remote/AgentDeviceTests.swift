import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// GPUs of a host on which somebody else computes, as the shell program there finds them.
@Suite struct AgentDeviceTests {
  private static let program = """
    #!/bin/sh
    case $1 in
      -L)
        echo 'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-a)'
        echo '  MIG 3g.20gb     Device  0: (UUID: MIG-1)'
        echo 'GPU 1: Tesla V100-SXM2-32GB (UUID: GPU-b)' ;;
      --query-compute-apps=*) cat "$USERS" ;;
    esac

    """

  private func bench(_ shell: String, users: String) throws -> AgentBench {
    let bench = try AgentBench(shell: shell)
    try bench.place.write("bin/nvidia-smi", Self.program, mode: 0o755)
    try bench.place.write("users", users)
    bench.variables = [
      "PATH=\(bench.place.at("bin")):/usr/bin:/bin", "USERS=\(bench.place.at("users"))",
    ]
    return bench
  }

  private let attempt = ".cms/r un/n/1"

  @Test(arguments: AgentTests.shells)
  func `what others compute on is found by all names, and nobody's else`(shell: String) throws {
    let bench = try bench(shell, users: "GPU-a, 1\n")
    let all = ["GPU-a", "MIG-1", "GPU-b", "0", "1"]
    let answer = try bench.ask(.look(at: all, run: "r"))
    #expect(answer.hasLooked)
    #expect(answer.taken == ["GPU-a", "MIG-1", "0"])
  }

  @Test(arguments: AgentTests.shells)
  func `a job does not start on a device that somebody else has, and never will`(shell: String)
    throws
  {
    let bench = try bench(shell, users: "GPU-b, 1\n")
    try bench.prepare(attempt, "touch ran")
    let start = RemoteRequest.Line.start(attempt, directory: "w", devices: ["GPU-a", "GPU-b"])
    let answer = try bench.ask(start)
    #expect(answer.word(of: attempt) == "claimed")
    #expect(answer.taken == ["GPU-b"])
    #expect(!answer.hasLooked)
    try bench.place.write("users", "")
    _ = try bench.ask(start)
    #expect(try bench.ask(.watch(attempt)).word(of: attempt) == "claimed")
    #expect(!bench.exists("ran"))
  }

  @Test(arguments: AgentTests.shells)
  func `what the run itself computes on is not somebody else's`(shell: String) throws {
    let bench = try bench(shell, users: "")
    bench.variables.append("CMS_RUN=r un")
    try bench.prepare(attempt, "echo $$ >pid; until [ -e go ]; do sleep 0.01; done")
    _ = try bench.ask(.start(attempt, directory: "w"))
    try bench.wait(for: "pid")
    try bench.place.write("users", "GPU-b, \(try bench.text("pid").dropLast())\n")
    let second = ".cms/r un/n/2"
    try bench.prepare(second, "exit 3")
    _ = try bench.ask(.start(second, directory: "w", devices: ["GPU-b"]))
    #expect(try bench.end(of: second) == .exited(code: 3))
    #expect(try bench.ask(.look(at: ["GPU-b"], run: "other")).taken == ["GPU-b"])
    try bench.write("go", "")
    _ = try bench.end(of: attempt)
  }

  @Test(arguments: AgentTests.shells)
  func `where nobody can say, jobs start`(shell: String) throws {
    let bench = try bench(shell, users: "")
    try bench.place.write("bin/nvidia-smi", "#!/bin/sh\nexit 9\n", mode: 0o755)
    try bench.prepare(attempt, "exit 3")
    let answer = try bench.ask(.look(at: ["GPU-b"], run: "r"))
    #expect(!answer.hasLooked)
    _ = try bench.ask(.start(attempt, directory: "w", devices: ["GPU-b"]))
    #expect(try bench.end(of: attempt) == .exited(code: 3))
  }
}
