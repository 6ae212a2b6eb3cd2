import Glibc
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// The wrapper as the shell runs it.
@Suite struct WrapperTests {
  private let place: TemporaryDirectory
  private let wrapper: String
  private var evidence: AttemptEvidence { AttemptEvidence(directory: place.at("attempt")) }

  init() throws {
    place = try TemporaryDirectory()
    wrapper = try Wrapper.install(in: place.at("run"))
    try Directories.ensure(place.at("attempt"))
  }

  /// Runs the wrapper to its end.
  private func run(
    _ command: [String], before: [String] = [], environment: [String] = []
  ) throws -> (code: Int32, output: String, errors: String) {
    let result = try Spawn.output(
      of: before + ["/usr/bin/env"] + environment
        + ["/bin/sh", wrapper, place.at("attempt")] + command)
    return (
      result.code, String(decoding: result.output, as: UTF8.self),
      String(decoding: result.errors, as: UTF8.self)
    )
  }

  private func exitCode() -> Int? {
    guard case .complete(let exit, _) = evidence.exit() else { return nil }
    return exit.code
  }

  @Test(arguments: [0, 1, 7, 125, 126, 127, 255])
  func `the job's exit code is recorded and passed on`(code: Int) throws {
    let result = try run(["/bin/sh", "-c", "echo out; echo err >&2; exit \(code)"])
    #expect(result.code == Int32(code))
    #expect(result.output == "out\n")
    #expect(result.errors == "err\n")
    #expect(exitCode() == code)
  }

  @Test func `the start record names this machine and the wrapper's own process`() throws {
    let result = try run(
      ["/bin/sh", "-c", "echo $PPID"], environment: ["CUDA_VISIBLE_DEVICES=1,3"])
    guard case .complete(.wrapper(let host, let process, let gpu), _) = evidence.start() else {
      throw TestFailure("no start record")
    }
    #expect(host == Environment.hostName())
    #expect(result.output == "\(process.pid)\n")
    #expect(process.bootID == ProcessIdentity.currentBoot())
    #expect(Int(process.startTime) != nil)
    #expect(!process.isAlive)
    #expect(gpu == "1,3")
  }

  /// What the kernel counts after the job, how the job ended, and what the record says.
  private static let kills: [(counted: String, job: String, record: String)] = [
    ("low 9\noom_kill 3\n", "kill -9 $$", "exit 137\noom\nend\n"),
    ("oom 9\noom_kill 2\n", "kill -9 $$", "exit 137\nend\n"),
    ("oom_kill 3\n", "exit 137", "exit 137\noom\nend\n"),
    ("oom_kill 3\n", "exit 1", "exit 1\nend\n"),
    ("oom_kill 3\n", "exit 0", "exit 0\nend\n"),
    ("oom_kill 3\n", "kill -15 $$", "exit 143\nend\n"),
    ("oom_kill many\n", "kill -9 $$", "exit 137\nend\n"),
    ("oom_kill_disable 3\n", "kill -9 $$", "exit 137\nend\n"),
    ("", "kill -9 $$", "exit 137\nend\n"),
  ]

  @Test(arguments: kills)
  func `a job that was killed while the kernel killed for want of memory is recorded so`(
    counted: String, job: String, record: String
  ) throws {
    try place.write("events", counted)
    let result = try run(
      ["/bin/sh", "-c", "echo \"<$CMS_MEMORY_KILLS>\"; \(job)"],
      environment: ["CMS_MEMORY_KILLS=2 \(place.at("events"))"])
    #expect(try place.text("attempt/exit.0") == record)
    #expect(result.output == "<>\n", "what is the wrapper's is not the job's")
  }

  @Test(arguments: ["2 /nowhere/events", "2", "many /dev/null", ""])
  func `where nobody counts, a kill is a kill`(kills: String) throws {
    _ = try run(["/bin/sh", "-c", "kill -9 $$"], environment: ["CMS_MEMORY_KILLS=\(kills)"])
    #expect(try place.text("attempt/exit.0") == "exit 137\nend\n")
  }

  @Test func `a second start refuses and runs nothing`() throws {
    let touch = ["/bin/sh", "-c", "echo ran >> '\(place.at("ran"))'"]
    #expect(try run(touch).code == 0)
    let records = [try place.text("attempt/start.0"), try place.text("attempt/exit.0")]
    let second = try run(touch)
    #expect(second.code == 125)
    #expect(second.errors == "")
    #expect(try place.text("ran") == "ran\n")
    #expect(
      [try place.text("attempt/start.0"), try place.text("attempt/exit.0")] == records)
  }

  @Test func `a start that was claimed by a resumer runs nothing`() throws {
    #expect(try evidence.claim())
    #expect(try run(["/usr/bin/touch", place.at("ran")]).code == 125)
    #expect(!place.exists("ran"))
    #expect(exitCode() == nil)
  }

  @Test func `a restart by the scheduler has records of its own`() throws {
    #expect(try run(["false"]).code == 1)
    #expect(try run(["true"], environment: ["SLURM_RESTART_COUNT=1"]).code == 0)
    #expect(try place.names("attempt") == ["exit.0", "exit.1", "start.0", "start.1"])
    #expect(try place.text("attempt/exit.0") == "exit 1\nend\n")
    #expect(try place.text("attempt/exit.1") == "exit 0\nend\n")
  }

  @Test func `where no record can be written nothing runs`() throws {
    let result = try Spawn.output(
      of: ["/bin/sh", wrapper, place.at("nowhere"), "/usr/bin/touch", place.at("ran")])
    #expect(result.code == 125)
    #expect(!place.exists("ran"))
  }

  @Test func `arguments arrive unchanged`() throws {
    let arguments = [
      "", " ", "a  b", "'", "\"", "\\", "\\n", "\n", "line\nline\n", "*", "?", "~", "$HOME",
      "$(id)",
      "`id`", ";", "&", "|", "-n", "--", "ä🧪",
    ]
    let result = try run(["/usr/bin/printf", "<%s>"] + arguments)
    #expect(result.output == arguments.map { "<\($0)>" }.joined())
    #expect(result.code == 0)
  }

  @Test func `a directory with blanks and quotes in its name works`() throws {
    let attempt = place.at("an 'odd' \"name\" $HOME")
    try Directories.ensure(attempt)
    let result = try Spawn.output(of: ["/bin/sh", wrapper, attempt, "true"])
    #expect(result.code == 0)
    #expect(try Directories.names(in: attempt) == ["exit.0", "start.0"])
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func `a signal to the group ends the job, and the record still says so`(
    signal: Int32
  ) throws {
    let pipe = try Pipe()
    let command = ["/bin/sh", "-c", "echo > ready; exec sleep 20"]
    let pid = try Spawn.detached(
      Spawn.Request(
        ["/bin/sh", wrapper, place.at("attempt")] + command, environment: Environment.all(),
        directory: place.path, output: nil), signal: pipe.writing)
    for _ in 0..<15_000 where !place.exists("ready") { usleep(2000) }
    kill(-pid, signal)
    #expect(ChildProcess.wait(pid).code == 128 + signal)
    #expect(exitCode() == 128 + Int(signal))
  }

  @Test func `signals that the wrapper traps end a job by default`() throws {
    // Ignored ones would be inherited: this shell would go on after its own TERM.
    let result = try run(["/bin/sh", "-c", "kill -TERM $$; echo survived"])
    #expect(result.output == "")
    #expect(exitCode() == 143)
  }

  @Test func `the job finds descriptor 3 closed`() throws {
    let result = try run(["/bin/sh", "-c", "echo x >&3"])
    #expect(result.code != 0)
  }

  @Test func `nothing but builtins is needed`() throws {
    #expect(try run(["/bin/true"], environment: ["PATH=/nowhere"]).code == 0)
    #expect(exitCode() == 0)
  }

  private static let canTrace =
    (try? Spawn.output(of: ["strace", "-f", "-o", "/dev/null", "true"]).code) == 0

  @Test(.enabled(if: canTrace))
  func `exactly one program is started besides the shell`() throws {
    let trace = place.at("trace")
    let result = try Spawn.output(
      of: [
        "strace", "-f", "-o", trace, "-e", "trace=execve,fork,vfork,clone,clone3", "/bin/sh",
        wrapper, place.at("attempt"), "/bin/true",
      ])
    #expect(result.code == 0)
    let calls = try place.text("trace").split(separator: "\n")
    #expect(calls.count { $0.contains("execve(") } == 2)
    #expect(calls.count { $0.contains("fork(") || $0.contains("clone") } == 1)
  }

  @Test func `started anew it does not run a job that was called off or has done its work`() throws
  {
    #expect(try evidence.claim())
    let off = try run(["/bin/echo", "ran"], environment: ["SLURM_RESTART_COUNT=1"])
    #expect((off.code, off.output) == (125, ""))
    #expect(!place.exists("attempt/exit.1"))
    try Directories.removeTree(place.at("attempt"))
    try Directories.ensure(place.at("attempt"))
    _ = try run(["/bin/sh", "-c", "exit 7"])
    _ = try run(["/bin/sh", "-c", "exit 0"], environment: ["SLURM_RESTART_COUNT=1"])
    let done = try run(["/bin/echo", "ran"], environment: ["SLURM_RESTART_COUNT=2"])
    #expect((done.code, done.output) == (0, ""))
    #expect(!place.exists("attempt/start.2"))
  }
}
