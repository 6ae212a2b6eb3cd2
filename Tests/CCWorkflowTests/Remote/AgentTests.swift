import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// The shell program on hosts, run here by several shells.
@Suite struct AgentTests {
  static let shells = ["sh", "bash"]
  private let attempt = "n o'de/1"

  @Test(arguments: shells)
  func `a job is started, and its end is told with its code`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    try bench.prepare(attempt, "echo out; echo err >&2; exit 3")
    let answer = try bench.ask(.start(attempt, directory: "w"))
    #expect(["running", "exited 3"].contains(answer.word(of: attempt)))
    #expect(answer.host.name == Environment.hostName())
    #expect(answer.host.boot == ProcessIdentity.currentBoot())
    #expect(abs(answer.host.time - WallClock.now() / 1_000_000_000) < 60)
    #expect(try bench.end(of: attempt) == .exited(code: 3))
    #expect(try bench.text("\(attempt)/log") == "out\nerr\n")
  }

  @Test(arguments: shells)
  func `a start that is asked for twice happens once`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    try bench.prepare(attempt, "echo ran; until [ -e go ]; do sleep 0.01; done")
    let first = try bench.ask(.start(attempt, directory: "w"))
    let second = try bench.ask(.start(attempt, directory: "w"), .watch(attempt))
    #expect(first.word(of: attempt) == "running")
    #expect(first.states.first?.state == second.states.first?.state)
    try bench.write("go", "")
    #expect(try bench.end(of: attempt) == .exited(code: 0))
    _ = try bench.ask(.start(attempt, directory: "w"))
    #expect(try bench.text("\(attempt)/log") == "ran\n")
  }

  @Test(arguments: shells)
  func `a job that took its wrapper along is gone`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    try bench.prepare(attempt, "kill -9 0")
    _ = try bench.ask(.start(attempt, directory: "w"))
    #expect(try bench.end(of: attempt) == .gone)
  }

  @Test(arguments: shells)
  func `a job whose wrapper was killed alone runs as long as anything of it does`(
    shell: String
  ) throws {
    let bench = try AgentBench(shell: shell)
    try bench.prepare(attempt, "kill -9 $PPID; echo >killed; until [ -e go ]; do sleep 0.01; done")
    _ = try bench.ask(.start(attempt, directory: "w"))
    try bench.wait(for: "killed")
    #expect(try bench.ask(.watch(attempt)).word(of: attempt) == "running")
    try bench.write("go", "")
    #expect(try bench.end(of: attempt) == .gone)
  }

  @Test(arguments: shells)
  func `an attempt that was claimed never runs`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    try bench.prepare(attempt, "echo ran")
    #expect(try bench.ask(.watch(attempt)).word(of: attempt) == "absent")
    #expect(try bench.ask(.claim(attempt)).word(of: attempt) == "claimed")
    #expect(try bench.ask(.claim(attempt)).word(of: attempt) == "claimed")
    let refused = try bench.ask(.start(attempt, directory: "w")).word(of: attempt)
    let place = "\(bench.root)/\(attempt)"
    #expect(refused == "refused: its wrapper could not write its start record in \(place)")
    #expect(!bench.exists("\(attempt)/log"))
    // One without any files can be claimed as well.
    #expect(try bench.ask(.claim("other/1")).word(of: "other/1") == "claimed")
  }

  @Test func `an attempt that was started cannot be claimed`() throws {
    let bench = try AgentBench()
    try bench.prepare(attempt, "exit 5")
    _ = try bench.ask(.start(attempt, directory: "w"))
    #expect(try bench.end(of: attempt, .claim(attempt)) == .exited(code: 5))
  }

  @Test func `a record that was cut off is no start, unless the machine restarted`() throws {
    let bench = try AgentBench()
    try bench.write("\(attempt)/start.0", "host a\npid 1\n")
    #expect(try bench.ask(.watch(attempt)).word(of: attempt) == "claimed")
    let later = try bench.ask(.watch(attempt), boot: "an earlier boot")
    #expect(later.word(of: attempt) == "gone")
  }

  @Test func `after a restart nothing is started or claimed`() throws {
    let bench = try AgentBench()
    try bench.prepare(attempt, "echo ran")
    let answer = try bench.ask(
      .claim("other/1"), .start(attempt, directory: "w"), boot: "an earlier boot")
    #expect(answer.word(of: attempt) == "absent")
    #expect(answer.word(of: "other/1") == "absent")
    #expect(!bench.exists("\(attempt)/start.0"))
    #expect(!bench.exists("other/1/start.0"))
  }

  @Test func `a job of an earlier boot is gone, one of another machine is believed to run`() throws
  {
    let bench = try AgentBench()
    let host = Environment.hostName()
    let rest = "pid 1\nbegan 1\nboot earlier\ngpu \nend\n"
    try bench.write("\(attempt)/start.0", "host \(host)\n\(rest)")
    try bench.write("far/1/start.0", "host somewhere-else\n\(rest)")
    let answer = try bench.ask(.watch(attempt), .watch("far/1"))
    #expect(answer.word(of: attempt) == "gone")
    #expect(answer.word(of: "far/1") == "running")
  }

  @Test(arguments: shells)
  func `a job is asked to end with all that it started`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    try bench.prepare(attempt, "sleep 300 & echo >ready; wait")
    _ = try bench.ask(.start(attempt, directory: "w"))
    try bench.wait(for: "ready")
    _ = try bench.ask(.terminate(attempt))
    #expect(try bench.end(of: attempt, .drain(attempt)) == .exited(code: 143))
  }

  @Test(arguments: shells)
  func `what ignores being asked is killed, and the wrapper records it`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    let stubborn = "trap '' TERM; (setsid sh -c 'echo >ready; sleep 300') & sleep 300; sleep 300"
    try bench.prepare(attempt, stubborn)
    _ = try bench.ask(.start(attempt, directory: "w"))
    try bench.wait(for: "ready")
    #expect(try bench.ask(.terminate(attempt)).word(of: attempt) == "running")
    #expect(try bench.ask(.drain(attempt)).word(of: attempt) == "running")
    _ = try bench.ask(.kill(attempt))
    #expect(try bench.end(of: attempt, .drain(attempt)) == .exited(code: 137))
    let mark = "CMS_RECORDS=\(bench.root)/\(attempt)/."
    #expect(ProcessIdentity.living(withEnvironment: mark) == nil)
  }

  /// Leaves a start record, and what it was told of memory.
  private static let tellingWrapper = """
    printf '%s\\n' "$CMS_MEMORY_KILLS" >"$1/kills"
    printf 'claimed\\nend\\n' >"$1/start.0"

    """

  @Test(arguments: AgentTests.shells)
  func `a job is told where the kernel counts what it kills, as on this machine`(
    shell: String
  ) throws {
    let bench = try AgentBench(shell: shell)
    try bench.write(".cms/wrapper.sh", Self.tellingWrapper)
    try bench.prepare("n/1", "true")
    _ = try bench.ask(.start("n/1", directory: "w"))
    try bench.wait(for: "n/1/start.0")
    let words = try bench.text("n/1/kills").split(separator: " ", maxSplits: 1)
    #expect(Int(words.first ?? "") != nil)
    #expect(words.last.map(String.init) == MemoryKills().map { $0.path + "\n" })
  }

  @Test func `one that is asked to end before it began never begins`() throws {
    let bench = try AgentBench()
    #expect(try bench.ask(.terminate(attempt)).word(of: attempt) == "claimed")
  }

  @Test func `a directory that cannot be made is said`() throws {
    let bench = try AgentBench()
    try bench.place.write("file", "")
    let request = RemoteRequest(nonce: "q7", root: bench.place.at("file/x"), lines: [.watch("a")])
    let answer = try #require(RemoteAnswer(try bench.print(request.bytes), nonce: "q7"))
    #expect(answer.failure?.hasPrefix("mkdir: cannot create directory") == true)
    #expect(answer.states.isEmpty)
  }

  @Test func `a path below the home is found wherever the home is`() throws {
    let bench = try AgentBench()
    let home = bench.place.at("my home")
    try Directories.ensure(home)
    let request = RemoteRequest(nonce: "q7", root: "~/x y", lines: [.claim("a")])
    let said = try Spawn.output(
      of: ["env", "HOME=\(home)", "sh", bench.place.at("agent.sh")], input: request.bytes)
    #expect(RemoteAnswer(said.output, nonce: "q7")?.word(of: "a") == "claimed")
    #expect(Files.status("\(home)/x y/a/start.0") != nil)
  }

  @Test func `of a request that is cut off nothing is started`() throws {
    let bench = try AgentBench()
    try bench.prepare(attempt, "echo ran")
    let request = RemoteRequest(
      nonce: "q7", root: bench.root, lines: [.start(attempt, directory: "w")])
    let said = try bench.print(Array(request.bytes.dropLast(4)))
    #expect(RemoteAnswer(said, nonce: "q7") == nil)
    #expect(!bench.exists("\(attempt)/start.0"))
  }
}
