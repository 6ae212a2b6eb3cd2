import CampaignStore
import EECore
import Glibc
import HostIO
import TestSupport
import Testing

/// Jobs and surroundings that behave badly, as a user sees them; `CMS_NIGHTLY` makes logs of 1 GB.
@Suite struct HardJobTests {
  private func workflow(_ nodes: String...) throws -> CommandTest { try workflow(nodes) }

  private func workflow(_ nodes: [String]) throws -> CommandTest {
    try CommandTest().file(
      "workflow.yaml", "workflow:\n  nodes:\n" + nodes.map { "    \($0)\n" }.joined())
  }

  private func run(_ test: CommandTest) throws -> CommandRun {
    try test.run("cms-cc", "run", "workflow.yaml")
  }

  @Test func `children that a job leaves behind keep nothing waiting and live on`() throws {
    let test = try workflow(
      "a: {exec: '(until test -e go; do sleep 0.01; done; echo child; touch late) & echo parent'}",
      "b: {exec: 'echo b', needs: [a]}")
    let run = try run(test)
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("a.log") == "parent\n")
    try test.place.write("go", "")
    #expect(try test.comesTrue { test.place.exists("late") })
    #expect(try test.place.text("a.log") == "parent\nchild\n")
  }

  @Test func `jobs that close their output are judged by their exit codes`() throws {
    let run = try run(
      workflow(
        "good: {exec: 'exec >&- 2>&-; exit 0'}", "bad: {exec: 'echo x; exec >&- 2>&-; exit 3'}"))
    #expect(run.code == 1)
    #expect(
      run.errors.hasSuffix("workflow: 1 of 2 done, 1 failed\nfailed  bad  exit 3\n    | x\n"))
  }

  @Test func `a log of any size is kept whole, and its end is read`() throws {
    let size = Environment.value("CMS_NIGHTLY") == nil ? 100_000_000 : 1_000_000_000
    let job = "yes \"a line of a long log of a training that says too much\" | head -c \(size); "
    let test = try workflow("a: {exec: '\(job)echo; echo \"# cloudmesh loss=0.5\"; exit 1'}")
    let run = try run(test)
    #expect(run.code == 1)
    #expect(run.errors.contains("failed  a  exit 1\n"))
    #expect(run.errors.hasSuffix("\n    | # cloudmesh loss=0.5\n"))
    let log = try #require(Files.status(test.place.at("a.log")))
    #expect(log.size == size + "\n# cloudmesh loss=0.5\n".utf8.count)
  }

  @Test func `a binary log is kept byte for byte and shown without harm`() throws {
    let test = try workflow(
      "a: {exec: 'head -c 200000 /dev/urandom | tee copy; printf \"\\\\033[2J\\\\001\\\\377 end\"; exit 1'}"
    )
    let run = try run(test)
    #expect(run.code == 1)
    let controls = run.errors.unicodeScalars.filter {
      $0 != "\n" && $0.properties.generalCategory == .control
    }
    #expect(controls.isEmpty)
    let log = try test.run("cms-cc", "logs", "workflow.yaml", "a")
    #expect(log.outputBytes.starts(with: try test.place.read("copy")))
    #expect(log.outputBytes.count == 200_000 + 10)
  }

  /// What a job prints, and the progress that is shown of it while it runs.
  private static let progress: [(line: String, shown: Double)] = [
    ("# cloudmesh status=running progress=99.5", 99.5), ("# cloudmesh progress=200", 100),
    ("# cloudmesh progress=-5", 0), ("# cloudmesh status=failed progress=50", 50),
    ("# cloudmesh status=done progress=100", 100), ("cloudmesh status=running progress=7", 7),
    ("# cloudmesh status=ready progress=100 pid=1\n time=x user=y", 100),
    ("# cloudmesh status=running progress=40\n# cloudmesh status=running progress=30", 30),
    ("# cloudmesh status=running progress=40\n# cloudmesh progress=many", 40),
    ("# cloudmesh progress=12\r\n# cloudmesh progress=", 12), ("# cloudmesh progress=nan", 0),
    ("progress=90", 0), ("# cloudmesh msg=\"a b progress=3", 3),
    ("2024 INFO # cloudmesh status=running progress=60%", 60),
  ]

  @Test func `progress that is wrong in any way informs as far as it can and decides nothing`()
    throws
  {
    let names = Self.progress.indices.map { "n\($0)" }
    var test = try workflow(names.map { "\($0): {}" })
    for (number, row) in Self.progress.enumerated() {
      // Half of them fail after whatever they said.
      test = try test.file(
        "n\(number).sh",
        "cat <<\\END\n\(row.line)\nEND\ntouch at\(number)\n"
          + "until test -e go; do sleep 0.02; done\nexit \(number % 2)\n")
    }
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "20"])
    #expect(
      try test.comesTrue { Self.progress.indices.allSatisfy { test.place.exists("at\($0)") } },
      "\(runner.printed)")
    let running = try nodesAsJSON(test)
    for (number, row) in Self.progress.enumerated() {
      let node = running["n\(number)"]
      #expect(["running", "submitted"].contains(node?.state), "\(row.line)")
      #expect(node?.progress == row.shown, "\(row.line)")
    }
    try test.place.write("go", "")
    #expect(runner.wait() == 1)
    let ended = try nodesAsJSON(test)
    for (number, row) in Self.progress.enumerated() {
      #expect(ended["n\(number)"]?.state == (number % 2 == 0 ? "done" : "failed"), "\(row.line)")
    }
  }

  private func nodesAsJSON(
    _ test: CommandTest
  ) throws -> [String: (state: String, progress: Double)] {
    let run = try test.run("cms-cc", "status", "workflow.yaml", "--json")
    let value = try JSONParser.parse(run.output)
    guard case .array(let runs) = value["runs"], let first = runs.first,
      case .array(let nodes) = first["nodes"]
    else { return [:] }
    var found: [String: (String, Double)] = [:]
    for node in nodes {
      guard case .string(let name) = node["name"], case .string(let state) = node["state"],
        case .number(let progress) = node["progress"]
      else { continue }
      found[name] = (state, Double(progress) ?? .nan)
    }
    return found
  }

  @Test(arguments: ["run", "resume", "status", "cancel", "logs"])
  func `a database of a newer version is refused and left alone`(verb: String) throws {
    let test = try workflow("a: {exec: 'true'}")
    #expect(try run(test).code == 0)
    do {
      let store = try CampaignStore(test.place.at("workflow.db"))
      try store.connection.execute("PRAGMA user_version = 99")
    }
    let run = try test.run(
      ["cms-cc", verb, "workflow.yaml"] + (verb == "logs" ? ["a"] : []))
    let place = test.place.at("workflow.db")
    #expect(
      run.errors.hasPrefix(
        "error: database '\(place)': its schema is version 99, this program knows up to "),
      "\(run.errors)")
    #expect(run.code == 4)
    #expect(run.writtenBesidesDatabase == [])
  }

  @Test func `of several runners that begin at once one runs all, and no job twice`() throws {
    let test = try workflow(
      "a: {exec: 'echo a >> ran.txt; sleep 0.05'}", "b: {exec: 'echo b >> ran.txt', needs: [a]}")
    let runners = try (0..<5).map {
      try test.start(["cms-cc", "run", "workflow.yaml"], output: "out\($0).txt")
    }
    let codes = runners.map { $0.wait() }
    for (runner, code) in zip(runners, codes) {
      // One that came after the end found nothing left to run.
      #expect(code == 0 || code == 4, "\(runner.printed)")
      let refusals = ["is already being run, by process", "another runner has taken the run over"]
      #expect(code == 0 || refusals.contains { runner.printed.contains($0) })
    }
    #expect(codes.contains(0))
    #expect(try test.place.text("ran.txt") == "a\nb\n")
  }

  @Test func `a clock that was set back between runner and resumer ends nothing before it began`()
    throws
  {
    let study = try HeldStudy()
    let runner = try study.start()
    runner.send(SIGKILL)
    _ = runner.wait()
    do {
      // As if all so far had happened before the clock was set back.
      let store = try CampaignStore(study.test.place.at("workflow.db"))
      let future = "'2999-01-01T00:00:00.000000Z'"
      try store.connection.execute(
        "UPDATE attempts SET submitted = \(future), started = \(future); "
          + "UPDATE events SET time = \(future); UPDATE runs SET created = \(future)")
    }
    try study.go()
    #expect(try study.test.run("cms-cc", "resume", "workflow.yaml").code == 0)
    #expect(study.ran == ["after", "beside", "held"])
    let attempt = try study.attempt(of: "held")
    #expect(attempt.state == .done)
    #expect(try #require(attempt.ended) >= #require(attempt.started))
    #expect(try #require(attempt.seconds) >= 0)
  }

  @Test func `scripts without the execute bit run by their first lines, or by the shell`() throws {
    let test = try workflow("a: {}", "b: {script: b}", "c: {script: c}", "d: {script: d}")
      .file("a.sh", "echo $0\n")
      .file("b", "#!/bin/echo read by\n").file("c", "#!/no/such/program\n")
      .file("d", "#!/no/such/program\n", mode: 0o755)
    let run = try run(test)
    #expect(run.code == 1)
    #expect(try test.place.text("a.log") == test.place.at("a.sh") + "\n")
    #expect(try test.place.text("b.log") == "read by \(test.place.at("b"))\n")
    #expect(
      run.errors.contains("failed  c  exit 127: its command was not found\n"), "\(run.errors)")
    #expect(run.errors.contains("/no/such/program: not found\n"), "\(run.errors)")
    #expect(run.errors.contains("failed  d  exit 12"), "\(run.errors)")
  }

  @Test func `a working directory that is removed while its job waits or runs`() throws {
    let test = try workflow(
      "first: {exec: 'rm -r gone'}", "waits: {exec: 'echo', directory: gone, needs: [first]}",
      "runs: {exec: 'rm -r \"$PWD\"; echo still; exit 0', directory: mine}"
    ).directory("gone").directory("mine")
    let run = try run(test)
    #expect(run.code == 1)
    #expect(
      run.errors.hasSuffix(
        """
        workflow: 2 of 3 done, 1 failed
        failed  waits  cannot enter '\(test.place.at("gone"))': No such file or directory

        """), "\(run.errors)")
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "runs").output == "still\n")
    let again = try test.directory("gone").run(
      "cms-cc", "retry", "workflow.yaml", "--cause", "launch")
    #expect(again.code == 0)
    #expect(try test.run("cms-cc", "resume", "workflow.yaml").code == 0)
  }
}
