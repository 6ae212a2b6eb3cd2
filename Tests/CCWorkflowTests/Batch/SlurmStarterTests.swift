import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Jobs that a host's Slurm runs, whatever it does.
@Suite struct SlurmStarterTests {
  private let host: PretendedHost
  private let slurm: PretendedSlurm
  private let bench: RemoteBench

  init() throws {
    host = try PretendedHost()
    slurm = try PretendedSlurm(in: host.place)
    bench = try RemoteBench(host.transport, root: "~/ro ot", starter: Self.starter())
  }

  private static func starter(latency: Int64 = 200_000_000) -> SlurmStarter {
    SlurmStarter(run: "r", SlurmStarter.Settings(latency: latency))
  }

  /// A runner after the first one, which has only what stands on the disk.
  private func successor() throws -> RemoteBench {
    try RemoteBench(host.transport, root: "~/ro ot", in: bench.place, starter: Self.starter())
  }

  private func there(_ name: String) -> String { "\(host.home)/ro ot/\(name)" }

  private func text(_ name: String) -> String {
    (try? Files.read(there(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private let held =
    "echo ran >>../../ran; until [ -e ../../go ] || [ ! -d \"$PWD\" ]; do sleep 0.01; done; exit 4"

  private func go() throws { try Files.create(there("go"), []) }

  // MARK: - What goes well

  @Test func `jobs that want the same are one array, and one command submits them all`() throws {
    for ticket in 1...30 { try bench.launch(ticket, "echo \(ticket); exit \(ticket % 3)") }
    try bench.turn { bench.said.count { $0.contains("exited") } == 30 }
    for ticket in 1...30 {
      #expect(bench.said.contains("\(ticket) exited \(ticket % 3)"))
      #expect(try bench.log(ticket) == "\(ticket)\n")
    }
    #expect(slurm.calls(of: "sbatch").count == 1)
    #expect(slurm.calls(of: "sbatch")[0].contains(" --array=0-29 "))
  }

  @Test func `an array is no larger than the site allows`() throws {
    try slurm.write("scontrol.says", "MaxArraySize            = 3\n")
    for ticket in 1...7 { try bench.launch(ticket, "exit 0") }
    try bench.turn { bench.said.count { $0.hasSuffix("exited 0") } == 7 }
    let arrays = slurm.calls(of: "sbatch").map { $0.contains("--array=0-2 ") }
    #expect(arrays == [true, true, false])
  }

  @Test func `jobs that want different things are several batches, a few in a round`() throws {
    for ticket in 1...30 {
      try bench.backend.launch(
        bench.submission(ticket, ["true"], options: ["--time=\(ticket % 25 + 1)"]))
    }
    try bench.turn { bench.said.count { $0.hasSuffix("exited 0") } == 30 }
    #expect(slurm.calls(of: "sbatch").count == 25)
    #expect(slurm.calls(of: "sbatch").count { $0.contains("--array=0-1 ") } == 5)
  }

  @Test func `parameters of every kind arrive unchanged at the program`() throws {
    let odd = ["a b", "it's", "\"", "$(touch x)", "`x`", "\\", "a\nb\n", "*", "ü 漢 🙂", "%a %j", ""]
    let command = ["/bin/sh", "-c", "printf '%s\\0' \"$@\" \"$KEY\"", "sh"] + odd
    try bench.backend.launch(
      bench.submission(1, command, environment: ["KEY": odd.joined(separator: "|")]))
    try bench.turn(until: "1 exited 0")
    let expected = (odd + [odd.joined(separator: "|")]).map { "\($0)\0" }.joined()
    #expect(try bench.log(1) == expected)
    #expect(!slurm.text("calls").contains("touch"))
  }

  @Test func `it is told why jobs wait, and that they run`() throws {
    try slurm.write("hold", "")
    try bench.launch(1, "exit 0")
    try bench.turn(until: "1 waits: Priority")
    try slurm.set("1", "PENDING", node: "", reason: "QOSMaxJobsPerUserLimit")
    try bench.turn(until: "1 waits: QOSMaxJobsPerUserLimit")
    try slurm.start("1")
    try bench.turn(until: "1 exited 0")
  }

  // MARK: - Slurm does not answer, or says little

  @Test func `a queue that fails for a while concludes nothing`() throws {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.fails", "1\nsqueue: error: Unable to contact slurm controller\n")
    try bench.turn(until: "closed: Unable to contact slurm controller")
    let calls = slurm.calls(of: "squeue").count
    try bench.turn { slurm.calls(of: "squeue").count > calls + 4 }
    #expect(bench.said.count == 3)
    try slurm.remove("squeue.fails")
    try go()
    try bench.turn(until: "1 exited 4")
  }

  @Test func `a good end is known although the queue does not answer`() throws {
    try bench.launch(1, "until [ -e ../../go ] || [ ! -d \"$PWD\" ]; do sleep 0.01; done")
    try bench.turn(until: "1 started")
    try slurm.write("squeue.fails", "1\n\n")
    try bench.turn(until: "closed: squeue does not answer")
    try go()
    try bench.turn(until: "1 exited 0")
  }

  @Test func `a queue that says nothing for a while loses no job`() throws {
    let bench = try RemoteBench(
      host.transport, root: "~/ro ot", starter: Self.starter(latency: 60_000_000_000))
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.says", "")
    let calls = slurm.calls(of: "squeue").count
    try bench.turn { slurm.calls(of: "squeue").count > calls + 4 }
    #expect(bench.said == ["1 waits: ", "1 started"])
    try slurm.remove("squeue.says")
    try go()
    try bench.turn(until: "1 exited 4")
    #expect(text("ran") == "ran\n")
  }

  @Test func `a job that Slurm has purged is judged by its record, with accounts disabled`() throws
  {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.says", "")
    try go()
    try bench.turn(until: "1 exited 4")
    #expect(slurm.calls(of: "sacct").count > 0)
  }

  @Test func `a job that is gone without any record is lost after a while, and not before`() throws
  {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.says", "")
    try bench.turn(until: "1 left nothing")
    #expect(slurm.calls(of: "sacct").count > 1)
    try go()
  }

  @Test(arguments: ["TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "CANCELLED by 0"])
  func `of a job that Slurm has purged accounts that are slow tell the bad end`(state: String)
    throws
  {
    try slurm.write("sacct.says.once", "")
    try slurm.write("sacct.says", "1|\(state)|0:0|cn1\n")
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.says", "")
    let word = state.split(separator: " ")[0]
    try bench.turn(until: "1 ended: Slurm says \(word), on cn1")
    try go()
  }

  @Test func `an unknown state is one of a job that goes on`() throws {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.set("1", "SIGNALING")
    let calls = slurm.calls(of: "squeue").count
    try bench.turn { slurm.calls(of: "squeue").count > calls + 3 }
    try go()
    try bench.turn { slurm.states["1"] == "SIGNALING" && text(".cms/r/n 1/1/exit.0") != "" }
    try slurm.set("1", "FAILED")
    try bench.turn(until: "1 exited 4")
  }

  // MARK: - Submissions

  @Test(arguments: [true, false])
  func `a submission that got through although it failed is found again, and happens once`(
    hasComment: Bool
  ) throws {
    if !hasComment { try slurm.write("no-comment", "") }
    try slurm.write("sbatch.loses.once", "1\nSocket timed out on send/recv operation\n")
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try go()
    try bench.turn(until: "1 exited 4")
    #expect(slurm.calls(of: "sbatch").count == 1)
    #expect(text("ran") == "ran\n")
  }

  @Test func `one whose number was never heard can be ended, and asked about`() throws {
    try slurm.write("sbatch.loses.once", "1\nSocket timed out on send/recv operation\n")
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    bench.backend.terminate([1])
    try bench.turn(until: "1 exited 143")
    #expect(slurm.calls(of: "scancel").last == "scancel --signal=TERM --full 1")
  }

  @Test func `a submission that sbatch calls wrong but Slurm took is adopted`() throws {
    try slurm.write("sbatch.loses.once", "1\nsbatch: error: Unspecified error\n")
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try go()
    try bench.turn(until: "1 exited 4")
    #expect(text("ran") == "ran\n")
  }

  @Test func `a submission that is wrong fails with what sbatch says, and can never run`() throws {
    try slurm.write(
      "sbatch.fails", "1\nsbatch: error: invalid partition specified: nix\nsbatch: error: no\n")
    try bench.launch(1, held)
    try bench.launch(2, held)
    try bench.turn { bench.said.count == 2 }
    let reason = "not run: sbatch: invalid partition specified: nix; no"
    #expect(bench.said.sorted() == ["1 \(reason)", "2 \(reason)"])
    #expect(text(".cms/r/n 1/1/start.0") == "claimed\nend\n")
  }

  @Test func `a controller that is not there gets the jobs when it is back`() throws {
    let reason = "Batch job submission failed: Unable to contact slurm controller (connect failure)"
    try slurm.write("sbatch.fails", "1\nsbatch: error: \(reason)\n")
    try bench.launch(1, "exit 0")
    try bench.turn(until: "closed: \(reason)")
    try slurm.remove("sbatch.fails")
    try bench.turn(until: "1 exited 0")
    #expect(bench.said.contains("open"))
  }

  @Test func `a limit on jobs makes arrays smaller until they are taken`() throws {
    try slurm.write("sbatch.fails.once", "1\nsbatch: error: QOSMaxSubmitJobPerUserLimit\n")
    for ticket in 1...8 { try bench.launch(ticket, "exit 0") }
    try bench.turn { bench.said.count { $0.hasSuffix("exited 0") } == 8 }
    let calls = slurm.calls(of: "sbatch")
    #expect(
      calls.count >= 2 && calls[0].contains("--array=0-7 ") && calls[1].contains("--array=0-3 "))
    #expect(!bench.said.contains { $0.hasPrefix("closed") })
  }

  @Test func `nodes that failed are left out, unless no others are left`() throws {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.set("1", "NODE_FAIL", node: "cn7")
    try bench.turn(until: "1 ended: Slurm says NODE_FAIL, on cn7")
    try slurm.write(
      "sbatch.fails.once", "1\nsbatch: error: Requested node configuration is not available\n")
    try bench.launch(2, "exit 0")
    try bench.turn(until: "2 exited 0")
    let calls = slurm.calls(of: "sbatch").suffix(2)
    #expect(calls.map { $0.contains("--exclude=cn7") } == [true, false])
    try go()
  }

  @Test func `a job that waits for other nodes may have those that failed after a while`() throws {
    let starter = SlurmStarter(
      run: "r", SlurmStarter.Settings(latency: 200_000_000, exclusion: 300_000_000))
    let bench = try RemoteBench(host.transport, root: "~/ro ot", starter: starter)
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.set("1", "NODE_FAIL", node: "cn7")
    try bench.turn(until: "1 ended: Slurm says NODE_FAIL, on cn7")
    try slurm.write("hold", "")
    try bench.backend.launch(bench.submission(2, ["true"], options: ["--exclude=cn3"]))
    try bench.turn { slurm.calls(of: "scontrol").contains { $0.contains("update") } }
    #expect(slurm.calls(of: "sbatch").last?.contains("--exclude=cn3,cn7") == true)
    #expect(slurm.calls(of: "scontrol").last == "scontrol update JobId=2 ExcNodeList=cn3")
    try slurm.start("2")
    try bench.turn(until: "2 exited 0")
    // And they are told of it once.
    #expect(slurm.calls(of: "scontrol").count { $0.contains("update") } == 1)
    try bench.backend.launch(bench.submission(3, ["true"]))
    try bench.turn { slurm.calls(of: "sbatch").count == 3 }
    #expect(slurm.calls(of: "sbatch").last?.contains("--exclude") == false)
    try go()
  }

  @Test func `jobs for a cluster that their options name are looked for and ended there`() throws {
    try bench.backend.launch(
      bench.submission(1, ["/bin/sh", "-c", held], options: ["--clusters=big"]))
    try bench.launch(2, "exit 5")
    try bench.turn { bench.said.contains("1 started") && bench.said.contains("2 exited 5") }
    let asked = slurm.calls(of: "squeue")
    #expect(asked.contains { $0.hasPrefix("squeue --clusters=big -h ") })
    #expect(asked.contains { $0.hasPrefix("squeue -h ") })
    bench.backend.terminate([1])
    try bench.turn(until: "1 exited 143")
    #expect(slurm.calls(of: "scancel").allSatisfy { $0.contains(" --clusters=big ") })
    try bench.backend.launch(
      bench.submission(3, ["/bin/sh", "-c", "kill -9 $PPID"], options: ["-Mbig"]))
    try bench.turn { slurm.states["3"] == "FAILED" }
    try slurm.write("squeue.says", "")
    try bench.turn(until: "3 left nothing")
    #expect(slurm.calls(of: "sacct").last?.contains("--clusters=big") == true)
  }

  @Test func `where one of several clusters does not answer nothing is concluded`() throws {
    try bench.backend.launch(
      bench.submission(1, ["/bin/sh", "-c", held], options: ["--clusters=big"]))
    try bench.launch(2, held)
    try bench.turn { bench.said.contains("1 started") && bench.said.contains("2 started") }
    try slurm.write("squeue.fails.once", "1\nsqueue: error: 'big' can't be reached now\n")
    try bench.turn(until: "closed: 'big' can't be reached now")
    try bench.turn(until: "open")
    #expect(bench.said.count { $0.contains("left") || $0.contains("ended") } == 0)
    try go()
    try bench.turn { bench.said.contains("1 exited 4") && bench.said.contains("2 exited 4") }
  }

  @Test func `a node on which a job never began is left out`() throws {
    try slurm.write("hold", "")
    try bench.launch(1, held)
    try bench.turn(until: "1 waits: Priority")
    try slurm.set("1", "FAILED", node: "cn7")
    try bench.turn(until: "1 ended: Slurm says FAILED, on cn7; it never began")
    try bench.launch(2, held)
    try bench.turn(until: "2 waits: Priority")
    #expect(slurm.calls(of: "sbatch").last?.contains(" --exclude=cn7 ") == true)
  }

  @Test func `a job that Slurm holds is shown with the reason for ever, and can be ended`() throws {
    try slurm.write("hold", "")
    try bench.launch(1, held)
    try bench.turn(until: "1 waits: Priority")
    try slurm.set("1", "REQUEUE_HOLD", node: "", reason: "launch_failed_requeued_held")
    try bench.turn(until: "1 waits: REQUEUE_HOLD, launch_failed_requeued_held")
    let calls = slurm.calls(of: "squeue").count
    try bench.turn { slurm.calls(of: "squeue").count > calls + 3 }
    #expect(bench.said.last == "1 waits: REQUEUE_HOLD, launch_failed_requeued_held")
    try slurm.set("1", "PENDING", node: "", reason: "JobHeldUser")
    bench.backend.terminate([1])
    try bench.turn(until: "1 ended: Slurm says CANCELLED; it never began")
  }

  // MARK: - Accounts

  @Test func `what jobs used is asked of accounts in one command, and waited for by nobody`() throws
  {
    try slurm.write("sacct.says.once", "1_0|RUNNING|00:00.000|\n")
    try slurm.write(
      "sacct.says",
      """
      1_0|COMPLETED|1-00:00:10|
      1_0.batch|COMPLETED|00:08.500|2048K
      1_0.0|COMPLETED|00:01.500|1.5G
      1_1|FAILED|00:00.25|
      1_1.extern|COMPLETED|00:00|0

      """)
    try bench.launch(1, "exit 0")
    try bench.launch(2, "exit 3")
    try bench.turn { bench.said.contains { $0.hasPrefix("t2 used") } }
    let used = bench.said.filter { $0.contains(" used ") }
    #expect(used.sorted() == ["t1 used 86410.0 s, 1610612736 bytes", "t2 used 0.25 s, 0 bytes"])
    let ends = bench.said.firstIndex(of: "2 exited 3") ?? .max
    #expect(ends < bench.said.firstIndex(of: used[0]) ?? 0)
    #expect(
      slurm.calls(of: "sacct").last
        == "sacct -n -P -S now-30days -j 1_0,1_1 -o JobID,State,TotalCPU,MaxRSS")
  }

  @Test func `accounts that are disabled are asked once, and never again`() throws {
    for ticket in 1...3 {
      try bench.launch(ticket, "exit 0")
      try bench.turn(until: "\(ticket) exited 0")
      try bench.turn { !bench.backend.isCounting }
    }
    #expect(slurm.calls(of: "sacct").count == 1)
  }

  @Test func `accounts that cannot be reached for hours keep no job from ending`() throws {
    try slurm.write("sacct.fails", "1\nsacct: error: Problem talking to the database\n")
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.says", "")
    try go()
    try bench.turn(until: "1 exited 4")
    #expect(!bench.said.contains { $0.hasPrefix("closed") })
    try slurm.remove("sacct.fails")
    try slurm.write("sacct.says", "1|FAILED|00:01|\n1.batch|FAILED|00:01|8K\n")
    try bench.turn(until: "t1 used 1.0 s, 8192 bytes")
  }

  // MARK: - Connections and runners that are lost

  @Test func `a submission whose answer was lost on the way happens once`() throws {
    try bench.launch(1, "exit 0")
    try bench.turn(until: "1 exited 0")
    try host.tell("lose")
    try bench.launch(2, held)
    try bench.turn(until: "2 started")
    try go()
    try bench.turn(until: "2 exited 4")
    #expect(slurm.calls(of: "sbatch").count == 2)
    #expect(text("ran") == "ran\n")
  }

  @Test func `a submission that was lost before it arrived is known never to run`() throws {
    try bench.launch(1, "exit 0")
    try bench.turn(until: "1 exited 0")
    try host.tell("before")
    try bench.launch(2, held)
    try bench.turn(until: "2 never started")
    #expect(text(".cms/r/n 2/1/start.0") == "claimed\nend\n")
  }

  @Test func `a successor adopts what waits and what runs, and claims what was never submitted`()
    throws
  {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("hold", "")
    try bench.launch(2, "exit 5")
    try bench.turn(until: "2 waits: Priority")
    let next = try successor()
    for ticket in 1...3 {
      _ = try next.backend.recover(next.submission(ticket, [], wasSeenRunning: ticket == 1))
    }
    try next.turn(until: "1 started")
    try next.turn(until: "2 waits: Priority")
    try next.turn(until: "3 never started")
    try slurm.start("2")
    try go()
    try next.turn(until: "1 exited 4")
    try next.turn(until: "2 exited 5")
    #expect(text("ran") == "ran\n")
  }

  // MARK: - Starts anew, and ends

  @Test func `a job that Slurm starts again runs again, and its last end counts`() throws {
    try bench.launch(
      1, "echo ran >>../../ran; test $(wc -l <../../ran) = 2 || kill -9 $PPID; exit 6")
    try bench.turn { slurm.states["1"] == "FAILED" }
    try slurm.set("1", "PENDING", node: "", reason: "BeginTime")
    try bench.turn { bench.said.contains { $0.contains("BeginTime") } }
    try slurm.start("1", restarts: 1)
    try bench.turn(until: "1 exited 6")
    #expect(text("ran") == "ran\nran\n")
  }

  @Test func `it is told when a job is stopped, started anew, and that it runs again`() throws {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.set("1", "SUSPENDED")
    try bench.turn(until: "1 waits: SUSPENDED")
    try slurm.set("1", "RUNNING")
    try bench.turn { bench.said.count { $0 == "1 started" } == 2 }
    try slurm.set("1", "PENDING", node: "", reason: "BeginTime")
    try bench.turn(until: "1 waits: to be started again: BeginTime")
    try slurm.start("1", restarts: 1)
    try bench.turn { bench.said.count { $0 == "1 started" } == 3 }
    #expect(
      bench.said == [
        "1 waits: ", "1 started", "1 interrupted", "1 waits: SUSPENDED", "1 started",
        "1 interrupted, to be started again", "1 waits: to be started again: BeginTime",
        "1 started",
      ])
    // Between two rounds nobody sees that it waits.
    try slurm.start("1", restarts: 2)
    try bench.turn { bench.said.count { $0 == "1 started" } == 4 }
    #expect(bench.said.suffix(2).first == "1 interrupted, to be started again")
    try go()
    try bench.turn(until: "1 exited 4")
  }

  @Test func `one that has done its work is done, although Slurm starts it again`() throws {
    try bench.launch(1, "echo ran >>../../ran")
    try bench.turn(until: "1 exited 0")
    try slurm.start("1", restarts: 1)
    try bench.turn { slurm.states["1"] == "COMPLETED" }
    #expect(text("ran") == "ran\n")
    #expect(Files.status(there(".cms/r/n 1/1/start.1")) == nil)
  }

  @Test func `a job that waits is taken out of the queue`() throws {
    try slurm.write("hold", "")
    try bench.launch(1, held)
    try bench.turn(until: "1 waits: Priority")
    bench.backend.terminate([1])
    try bench.turn(until: "1 ended: Slurm says CANCELLED; it never began")
    #expect(text(".cms/r/n 1/1/start.0") == "claimed\nend\n")
  }

  @Test func `of an array some tasks are ended, or all of them at once`() throws {
    try slurm.write("hold", "")
    for ticket in 1...4 { try bench.launch(ticket, held) }
    try bench.turn { bench.said.count { $0.hasSuffix("waits: Priority") } == 4 }
    bench.backend.terminate([1, 3])
    try bench.turn { bench.said.count { $0.hasSuffix("it never began") } == 2 }
    #expect(slurm.calls(of: "scancel").first == "scancel --state=PENDING 1_0 1_2")
    bench.backend.terminate([2, 4])
    let before = slurm.calls(of: "scancel").count
    try bench.turn { slurm.calls(of: "scancel").count > before }
    #expect(slurm.calls(of: "scancel")[before] == "scancel --state=PENDING 1")
  }

  @Test func `an order that came while Slurm did not answer is given again`() throws {
    try bench.launch(1, held)
    try bench.turn(until: "1 started")
    try slurm.write("squeue.fails", "1\nno\n")
    try slurm.write("scancel.fails", "1\nno\n")
    bench.backend.terminate([1])
    try bench.turn { slurm.calls(of: "scancel").count > 1 }
    try slurm.remove("squeue.fails")
    try slurm.remove("scancel.fails")
    try bench.turn(until: "1 exited 143")
  }

  @Test func `what ignores being asked to end is ended by Slurm`() throws {
    try bench.launch(1, "trap '' TERM; echo >../../up; sleep 300; sleep 300")
    try bench.turn { Files.status(there("up")) != nil && bench.said.contains("1 started") }
    bench.backend.terminate([1])
    try bench.turn { slurm.calls(of: "scancel").count > 1 }
    bench.backend.kill([1])
    try bench.turn { bench.said.contains { $0.hasPrefix("1 ended: Slurm says CANCELLED") } }
  }

  @Test func `a round of many jobs is one command, whatever they do`() throws {
    try slurm.write("hold", "")
    for ticket in 1...300 { try bench.launch(ticket, "exit 0") }
    try bench.turn { bench.said.count { $0.hasSuffix("waits: Priority") } == 300 }
    let (commands, queues) = (host.commands, slurm.calls(of: "squeue").count)
    try bench.turn { slurm.calls(of: "squeue").count > queues + 5 }
    #expect(host.commands - commands <= slurm.calls(of: "squeue").count - queues + 1)
    #expect(slurm.calls(of: "sbatch").count == 1)
  }
}
