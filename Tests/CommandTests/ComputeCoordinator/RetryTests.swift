import HostIO
import TestSupport
import Testing

/// Attempts that follow others, limits of time, and when a run gives up.
@Suite struct RetryTests {
  private func workflow(_ nodes: String) throws -> CommandTest {
    try CommandTest().file("workflow.yaml", "workflow:\n  nodes:\n" + nodes)
  }

  @Test func `a job that fails is tried again as often as it may be`() throws {
    let test = try workflow(
      "    a: {exec: 'echo x >> ran.txt; test $(wc -l < ran.txt) = 3', retries: 2}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.place.text("ran.txt") == "x\nx\nx\n")
    let logs = try test.run("cms-cc", "logs", "workflow.yaml", "a", "--json")
    #expect(logs.output.contains(#"{"attempt":1,"state":"failed","#))
    #expect(logs.output.contains(#"{"attempt":3,"state":"done","#))
  }

  @Test func `a job that goes on failing has failed when its retries are used up`() throws {
    let test = try workflow("    a: {exec: 'echo x >> ran.txt; exit 3', retries: 1}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(try test.place.text("ran.txt") == "x\nx\n")
    #expect(try test.run("cms-cc", "status", "workflow.yaml").output.contains("  a  failed"))
  }

  @Test func `only the causes that are named are tried again`() throws {
    let test = try workflow(
      "    a: {exec: 'echo x >> ran.txt; exit 3', retries: {max: 3, on: [timeout, oom]}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    #expect(try test.place.text("ran.txt") == "x\n")
  }

  @Test func `a job that runs longer than its limit is ended with all it started`() throws {
    let test = try workflow(
      "    a: {exec: 'sleep 1000 & echo $! > child; sleep 1000', time: 1s}\n    b: {needs: [a]}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("it ran longer than its limit of 1 s"))
    #expect(status.contains("b  skipped  'a' failed"))
    let child = try test.place.text("child").split(separator: "\n")[0]
    // Until somebody takes its ending, one that has ended can still be asked.
    #expect(try test.comesTrue { try test.run("sh", "-c", "kill -0 \(child)").code != 0 })
  }

  @Test func `between the request to end and the kill a job has its grace`() throws {
    // Each notes the request; one needs longer for its end than it has.
    let test = try workflow(
      """
          a: {exec: 'trap "echo a >> ran.txt; sleep 0.2; echo tidy >> ran.txt; exit 1" TERM; \
      until false; do sleep 0.01; done', time: 1s, grace: 1m}
          b: {exec: 'trap "echo b >> asked.txt" TERM; until false; do sleep 0.01; done', time: 1s, \
      grace: 1s}

      """)
    let began = WallClock.monotonic()
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "2").code == 1)
    let seconds = Double(WallClock.monotonic() - began) / 1e9
    #expect(seconds >= 2 && seconds < 9, "\(seconds)")
    #expect(try test.place.text("ran.txt") == "a\ntidy\n")
    #expect(try test.place.text("asked.txt") == "b\n")
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.split(separator: "\n").count { $0.hasSuffix("its limit of 1 s") } == 2)
  }

  @Test func `after the first failure nothing more starts when that is wanted`() throws {
    let nodes = (1...6).map { "    n\($0): {exec: 'echo x >> ran.txt; exit 1'}\n" }.joined()
    let test = try workflow(nodes)
    let run = try test.run("cms-cc", "run", "workflow.yaml", "-j", "1", "--fail-fast")
    #expect(run.code == 1)
    #expect(try test.place.text("ran.txt") == "x\n")
    let more = try workflow(nodes)
    #expect(
      try more.run("cms-cc", "run", "workflow.yaml", "-j", "1", "--max-fails", "3").code == 1)
    #expect(try more.place.text("ran.txt") == "x\nx\nx\n")
    let all = try workflow(nodes)
    #expect(try all.run("cms-cc", "run", "workflow.yaml", "-j", "1", "--keep-going").code == 1)
    #expect(try all.place.text("ran.txt") == "x\nx\nx\nx\nx\nx\n")
  }

  @Test func `what a run gave up on starts with the next one`() throws {
    let test = try workflow(
      "    a: {exec: 'test -e good'}\n    b: {exec: 'echo b >> ran.txt'}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "1", "--fail-fast").code == 1)
    #expect(!test.place.exists("ran.txt"))
    try test.place.write("good", "")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--rerun", "failed").code == 0)
    #expect(try test.place.text("ran.txt") == "b\n")
  }

  @Test func `contradicting words about failures are refused`() throws {
    let run = try workflow("    a: {}\n")
      .run("cms-cc", "run", "workflow.yaml", "--fail-fast", "--max-fails", "2")
    #expect(run.code == 64)
    #expect(run.errors.contains("--fail-fast and --max-fails contradict each other"))
    #expect(run.written == [])
  }
}
