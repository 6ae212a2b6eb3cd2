import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What the shell program on hosts does with Slurm's commands, run here by several shells.
@Suite struct SlurmAgentTests {
  private let bench: AgentBench
  private let slurm: PretendedSlurm
  private let attempt = "n o'de/1"

  init() throws { (bench, slurm) = try Self.make("sh") }

  private static func make(_ shell: String) throws -> (AgentBench, PretendedSlurm) {
    let bench = try AgentBench(shell: shell)
    let slurm = try PretendedSlurm(in: bench.place)
    bench.starter = .slurm(run: "r1")
    bench.variables = ["PATH=\(slurm.path):/usr/bin:/bin"]
    return (bench, slurm)
  }

  /// Writes what is sent with a batch of one attempt.
  private func prepare(
    _ script: String, _ batch: String = "r1-a", place: Int = -1, in bench: AgentBench? = nil
  ) throws {
    let bench = bench ?? self.bench
    try bench.prepare(attempt, script)
    try bench.write("\(attempt)/batch", "\(batch)\t\(place)\n")
    try bench.write(".cms/r1/.batches/\(batch)/attempts", "\(attempt)\n")
    try bench.write(
      ".cms/r1/.batches/\(batch)/script",
      String(decoding: BatchFiles(run: "r1", batch: batch).script, as: UTF8.self))
  }

  private func record(of answer: RemoteAnswer) -> SlurmRecord? { answer.slurm.records.last?.record }

  /// Asks until the attempt has ended.
  private func end(in bench: AgentBench? = nil) throws -> SlurmRecord? {
    for _ in 0..<1000 {
      let found = record(of: try (bench ?? self.bench).ask(.watch(attempt)))
      if case .exited = found { return found }
      _ = try EventLoop().wait(upTo: 10)
    }
    return nil
  }

  @Test(arguments: AgentTests.shells)
  func `a job is handed over, and what it prints and its code are there`(shell: String) throws {
    let (bench, slurm) = try Self.make(shell)
    try prepare("echo out; echo err >&2; exit 3", in: bench)
    let answer = try bench.ask(.limits, .submit("r1-a", options: ["--job-name=n.r1-a", "-A a b"]))
    #expect(answer.slurm.arraySize == 1001)
    #expect(answer.slurm.submissions == ["r1-a": .accepted(job: "1")])
    #expect(try end(in: bench) == .exited(code: 3))
    #expect(try bench.text("\(attempt)/log") == "out\nerr\n")
    let call = try #require(slurm.calls(of: "sbatch").first)
    #expect(
      call == "sbatch --parsable --chdir=\(bench.root) --output=.cms/r1/.batches/r1-a/log "
        + "--open-mode=append --comment=cms:r1-a --job-name=n.r1-a -A a b "
        + ".cms/r1/.batches/r1-a/script")
  }

  @Test func `a submission that is asked for twice happens once`() throws {
    try prepare("echo ran")
    let first = try bench.ask(.submit("r1-a", options: []))
    let second = try bench.ask(.submit("r1-a", options: []))
    #expect(first.slurm.submissions == second.slurm.submissions)
    #expect(slurm.calls(of: "sbatch").count == 1)
    #expect(try bench.ask(.adopt(attempt)).slurm.numbers == ["r1-a": "1"])
    #expect(try end() == .exited(code: 0))
    #expect(try bench.text("\(attempt)/log") == "ran\n")
  }

  @Test func `a number that was only half written counts as none`() throws {
    try prepare("exit 0")
    try bench.write(".cms/r1/.batches/r1-a/job.new", "12")
    try bench.write(".cms/r1/.batches/r1-a/job", "")
    let answer = try bench.ask(.adopt(attempt))
    #expect(answer.slurm.numbers == [:])
    #expect(answer.slurm.parts.first?.parts == [SlurmAnswer.Part(batch: "r1-a", place: -1)])
    #expect(record(of: answer) == SlurmRecord.none)
  }

  @Test(arguments: [
    "1", "1;cluster", "welcome to\\nthe site\\n1\\nyour quota is 3 of 5", "Submitted batch job 1",
    "Submitted batch job 1 on cluster big",
  ])
  func `the number is found whatever a site prints around it`(said: String) throws {
    try prepare("exit 0")
    try slurm.write("sbatch.says", said.replacing("\\n", with: "\n"))
    let answer = try bench.ask(.submit("r1-a", options: []))
    #expect(answer.slurm.submissions == ["r1-a": .accepted(job: "1")])
  }

  @Test func `why a job was not taken is what sbatch calls its errors`() throws {
    try prepare("exit 0")
    try slurm.write(
      "sbatch.fails",
      "1\nsbatch: your account is low\nsbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: no\n")
    let answer = try bench.ask(.submit("r1-a", options: []), .submit("r1-b", options: []))
    #expect(
      answer.slurm.submissions
        == ["r1-a": .refused(code: 1, reason: "AssocMaxSubmitJobLimit; no")])
    #expect(slurm.calls(of: "sbatch").count == 1)
    try slurm.write("sbatch.fails", "2\nsbatch: unknown option\nsbatch: see --help")
    #expect(
      try bench.ask(.submit("r1-a", options: [])).slurm.submissions
        == ["r1-a": .refused(code: 2, reason: "sbatch: see --help")])
    try slurm.write("sbatch.says", "it is our holiday")
    try slurm.remove("sbatch.fails")
    #expect(
      try bench.ask(.submit("r1-a", options: [])).slurm.submissions
        == ["r1-a": .refused(code: 0, reason: "it is our holiday")])
  }

  @Test(arguments: AgentTests.shells)
  func `the queue is that of the run, with lists of tasks that are whole`(shell: String) throws {
    let (bench, slurm) = try Self.make(shell)
    try slurm.write(
      "squeue.says",
      "1|RUNNING|cn1|None|n|cms:r1-a\n2|PENDING||None|other|x\n3_[0-9]|PENDING||None|n.r1-b|(null)")
    let answer = try bench.ask(.queue)
    #expect(
      answer.slurm.queue
        == ["1|RUNNING|cn1|None|n|cms:r1-a", "3_[0-9]|PENDING||None|n.r1-b|(null)"])
    let user = try Spawn.output(of: ["id", "-u"]).output.dropLast()
    #expect(
      slurm.calls(of: "squeue")
        == ["squeue -h -t all -u \(String(decoding: user, as: UTF8.self)) -o %i|%T|%N|%r|%j|%k"])
    try slurm.write("squeue.says", "")
    #expect(try bench.ask(.queue).slurm.queue == [])
  }

  @Test func `a queue that does not answer is no queue, and it is said why`() throws {
    try slurm.write(
      "squeue.fails", "1\nslurm_load_jobs error: Socket timed out on send/recv operation\n")
    let answer = try bench.ask(.queue)
    #expect(answer.slurm.queue == nil)
    #expect(
      answer.slurm.queueFailure
        == "slurm_load_jobs error: Socket timed out on send/recv operation")
    try slurm.write("scontrol.fails", "1\nUnable to contact slurm controller (connect failure)\n")
    let limits = try bench.ask(.limits)
    #expect(limits.slurm.arraySize == nil)
    #expect(
      limits.slurm.queueFailure == "Unable to contact slurm controller (connect failure)")
  }

  @Test func `accounts are asked for a month back, of some jobs at a time, and may be disabled`()
    throws
  {
    #expect(try bench.ask(.queue, .history(["1", "2"])).slurm.history == [])
    try slurm.write("sacct.says", "1|FAILED|7:0|cn1\n")
    let answer = try bench.ask(.queue, .history(["1"]), .history(["2"]))
    #expect(answer.slurm.history == ["1|FAILED|7:0|cn1", "1|FAILED|7:0|cn1"])
    #expect(
      slurm.calls(of: "sacct").last
        == "sacct -X -n -P -S now-30days -j 2 -o JobID,State,ExitCode,NodeList")
  }

  @Test func `where there is no sbatch, the login shell's path is looked at`() throws {
    let tools = bench.place.at("tools")
    let link =
      "mkdir \(tools); cd \(tools); for f in sh bash date grep sed mkdir id rm cat; do "
      + "ln -s $(command -v $f) .; done"
    _ = try Spawn.output(of: ["sh", "-c", link])
    bench.variables = ["PATH=\(tools)", "HOME=\(bench.place.path)"]
    try bench.place.write(".profile", "echo welcome\nPATH=\(slurm.path):$PATH\necho more\n")
    try slurm.write("squeue.says", "1|RUNNING|cn1|None|n|cms:r1-a\n")
    #expect(try bench.ask(.queue).slurm.queue?.count == 1)
    try bench.place.write(".profile", "PATH=\(tools)\n")
    #expect(try bench.ask(.queue).failure == "there is no sbatch on the PATH")
  }

  @Test func `jobs know nothing of an allocation that their submitter is in`() throws {
    bench.variables += [
      "SLURM_JOB_ID=99", "SLURM_ARRAY_TASK_ID=7", "SLURM_RESTART_COUNT=2", "SLURM_MEM_PER_CPU=5",
      "SLURM_CONF=/conf",
    ]
    try prepare("env | grep ^SLURM_ | sort")
    _ = try bench.ask(.submit("r1-a", options: []))
    #expect(try end() == .exited(code: 0))
    #expect(try bench.text("\(attempt)/log") == "SLURM_CONF=/conf\nSLURM_JOB_ID=1\n")
  }

  @Test func `the newest of the starts of a job is what counts`() throws {
    let start = "host h\npid 7\nbegan 1\nboot b\ngpu \nend\n"
    try bench.write("\(attempt)/start.0", start)
    #expect(record(of: try bench.ask(.watch(attempt))) == .started(host: "h", process: 7))
    try bench.write("\(attempt)/exit.0", "exit 143\nend\n")
    #expect(record(of: try bench.ask(.watch(attempt))) == .exited(code: 143))
    try bench.write("\(attempt)/start.10", start)
    try bench.write("\(attempt)/start.x", start)
    #expect(
      record(of: try bench.ask(.watch(attempt)))
        == .started(host: "h", process: 7, restarts: 10))
    try bench.write("\(attempt)/exit.10", "exit 0\n")
    #expect(
      record(of: try bench.ask(.watch(attempt)))
        == .started(host: "h", process: 7, restarts: 10))
    try bench.write("\(attempt)/start.11", "host h\n")
    #expect(record(of: try bench.ask(.watch(attempt))) == .cut)
  }

  @Test func `a task that no line names, or that was claimed, does not run`() throws {
    try prepare("echo ran")
    #expect(record(of: try bench.ask(.claim(attempt))) == .claimed)
    _ = try bench.ask(.submit("r1-a", options: []))
    for _ in 0..<1000 where slurm.states != ["1": "FAILED"] { _ = try EventLoop().wait(upTo: 10) }
    #expect(slurm.states == ["1": "FAILED"])
    #expect(try bench.text("\(attempt)/log") == "")
    let place = "cd '\(bench.root.replacing("'", with: "'\\''"))'"
    let run = try Spawn.output(
      of: [
        "env", "SLURM_ARRAY_TASK_ID=3", "sh", "-c", "\(place) && sh .cms/r1/.batches/r1-a/script",
      ])
    #expect(run.code == 125)
  }

  @Test func `jobs are asked to end in one call, and ended in two`() throws {
    _ = try bench.ask(.cancel(["1_0", "1_1"]), .destroy(["2"]))
    #expect(
      slurm.calls(of: "scancel") == [
        "scancel --state=PENDING 1_0 1_1", "scancel --signal=TERM --full 1_0 1_1",
        "scancel --signal=KILL --full 2", "scancel 2",
      ])
  }
}
