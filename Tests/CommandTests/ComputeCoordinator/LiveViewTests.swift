import HostIO
import TestSupport
import Testing

/// What `run` draws on a terminal.
@Suite struct LiveViewTests {
  private static let canRecord = Files.status("/usr/bin/script") != nil

  @Test(.enabled(if: canRecord))
  func `a run in a terminal is drawn in place, with bars, running jobs and failures`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          train: {foreach: {n: [1, 2]}, exec: 'echo "# cloudmesh progress=40"; touch at{n}; until \
      test -e go; do sleep 0.01; done; echo oh no; exit {n}'}
          count: {foreach: {n: [1, 2, 3]}, exec: 'true'}

      """
    ).variable("TERM", "xterm").variable("NO_COLOR", "1")
    let command = "stty cols 70 rows 20; \(CommandTest.products)/cms-cc run workflow.yaml -j 4"
    let runner = try test.start(["/usr/bin/script", "-qec", command, "typescript"])
    let bar = "  train  ░░░░░░░░░░░░░░░░░░░░  0/2, 2 running"
    #expect(
      try test.comesTrue { runner.printed.contains(bar) && runner.printed.contains("40 %") },
      "\(runner.printed)")
    try test.place.write("go", "")
    #expect(runner.wait() == 1)
    let screens = runner.printed.replacing("\r\n", with: "\n").split(separator: "\u{1B}[J")
    // Each drawing begins where the one before it began.
    #expect(screens.dropFirst().dropLast().allSatisfy { $0.hasPrefix("\u{1B}[") })
    let last = try #require(screens.last { $0.contains("workflow  ") })
    let lines = last.replacing("\u{1B}[K", with: "").split(separator: "\n").map { line in
      String(line.drop { $0 != "w" && $0 != " " })
    }
    #expect(
      lines == [
        "workflow  ██████████████░░░░░░░░░░  3/5 done, 2 failed",
        "  train  ░░░░░░░░░░░░░░░░░░░░  0/2, 2 failed",
        "  count  ████████████████████  3/3",
        "  failed  train/n_1  exit 1", "    │ # cloudmesh progress=40", "    │ oh no",
        "  failed  train/n_2  exit 2", "    │ # cloudmesh progress=40", "    │ oh no",
      ])
  }
}
