import CampaignStore
import HostIO
import TestSupport
import Testing

/// What Ctrl-C asks on a terminal, and what comes of the answers.
@Suite struct InterruptTests {
  private static let canRecord = Files.status("/usr/bin/script") != nil

  /// Runs the study in a terminal, in which Ctrl-C is typed once its job runs, and then the answer.
  private func run(_ study: HeldStudy, answering answer: String) throws -> StartedCommand {
    let types = """
      await() { until test -e $1 || ! test -e workflow.yaml; do sleep 0.01; done; }
      await typed1; printf '\\003'; await typed2; printf '\(answer)\\n'; await over
      """
    // The shell hears Ctrl-C too, and has something left to do.
    let command =
      "trap : INT; stty cols 100 rows 20; \(CommandTest.products)/cms-cc run workflow.yaml -j 4; "
      + "code=$?; touch over; exit $code"
    let script = "(\(types)) | /usr/bin/script -qec '\(command)' typescript"
    let runner = try study.test.variable("TERM", "xterm").variable("NO_COLOR", "1")
      .start(["/bin/sh", "-c", script])
    #expect(try study.test.comesTrue { (try? study.states()["held"]) == "running" })
    #expect(try study.test.comesTrue { runner.printed.contains("running  held") })
    try study.test.place.write("typed1", "")
    #expect(
      try study.test.comesTrue { runner.printed.contains("else: go on [d/c/s] ") },
      "\(runner.printed)")
    try study.test.place.write("typed2", "")
    return runner
  }

  /// The terminal's lines as they stand after the text was written to it.
  private func screen(_ text: String) -> [String] {
    var lines = [""]
    var row = 0
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\r\n", "\n":
        row += 1
        if row == lines.count { lines.append("") }
        lines[row] = ""
      case "\r": continue
      case "\u{1B}":
        let parameters = rest.dropFirst().prefix { "0123456789".contains($0) }
        rest = rest.dropFirst(1 + parameters.count)
        switch rest.popFirst() {
        case "A":
          row -= Int(parameters) ?? 0
          lines[row] = ""
        case "J": lines.removeSubrange((row + 1)...)
        default: break
        }
      default: lines[row].append(character)
      }
    }
    return lines
  }

  @Test(.enabled(if: canRecord))
  func `who goes on is asked on a clean screen, and sees the run again`() throws {
    let study = try HeldStudy()
    let runner = try run(study, answering: "")
    try study.go()
    #expect(runner.wait() == 0)
    #expect(study.ran == ["after", "beside", "held"])
    let lines = screen(runner.printed)
    #expect(lines.count { $0.contains("else: go on [d/c/s] ") } == 1)
    #expect(lines.count { $0.contains("/3 done") } == 1, "\(lines)")
    let question = try #require(lines.firstIndex { $0.contains("[d/c/s]") })
    let view = try #require(lines.firstIndex { $0.contains("3/3 done") })
    #expect(question < view)
    try #require(question >= 4)
    #expect(
      Array(lines[(question - 4)...question]) == [
        "interrupted:", "  d  go on in the background", "  c  cancel all jobs",
        "  s  stop here, running jobs go on", "else: go on [d/c/s] ",
      ])
  }

  @Test(.enabled(if: canRecord)) func `who cancels ends all jobs`() throws {
    let study = try HeldStudy()
    let runner = try run(study, answering: "c")
    #expect(runner.wait() == 1)
    #expect(
      try study.states() == ["held": "cancelled", "after": "cancelled", "beside": "cancelled"])
    try study.expectNothingLeft()
  }

  @Test(.enabled(if: canRecord)) func `who stops leaves the jobs alone`() throws {
    let study = try HeldStudy()
    let runner = try run(study, answering: "s")
    #expect(runner.wait() == 130)
    #expect(try study.states()["held"] == "running")
    try study.go()
    try study.expectNothingLeft()
    #expect(try study.test.run("cms-cc", "resume", "workflow.yaml", "-q").code == 0)
    #expect(study.ran == ["after", "beside", "held"])
  }

  @Test(.enabled(if: canRecord)) func `who detaches leaves a runner behind`() throws {
    let study = try HeldStudy()
    let runner = try run(study, answering: "d")
    #expect(runner.wait() == 0)
    #expect(runner.printed.contains("running in the background as process "))
    try study.go()
    #expect(try study.test.comesTrue { try study.store().runs().first?.state == "done" })
    #expect(study.ran == ["after", "beside", "held"])
  }
}
