internal import CCWorkflow
internal import CampaignStore
internal import CommandTable
internal import HostIO

/// Shows a run while it goes on: redrawn in place on a terminal, now and then a line elsewhere.
final class LiveView {
  private let isTerminal: Bool
  private let isQuiet: Bool
  private let colour: Bool
  private var drawn = 0
  private var lastDrawn: Int64 = 0
  private var lastSummary = ""
  /// What was said of hosts.
  private var noticeCount = 0

  init(_ arguments: Arguments) {
    isTerminal = Terminal.isTerminal(.errors)
    isQuiet = arguments.has("--quiet")
    colour = CommandShell.usesColour(.errors, arguments)
  }

  /// Whether somebody sits there who can be asked.
  var isInteractive: Bool { isTerminal && !isQuiet && Terminal.isInputTerminal }

  /// Draws at most five times a second, and without a terminal every five seconds.
  func update(_ runner: Runner) {
    let now = WallClock.monotonic()
    if !isQuiet, !isTerminal {
      for notice in runner.notices.dropFirst(noticeCount) {
        Terminal.write(notice + "\n", to: .errors)
      }
    }
    noticeCount = runner.notices.count
    guard !isQuiet, now - lastDrawn >= (isTerminal ? 200_000_000 : 5_000_000_000) else { return }
    lastDrawn = now
    draw(runner.snapshot())
  }

  /// Takes the drawing away, so that what comes next stands alone.
  func clear() {
    guard isTerminal else { return }
    Terminal.write((drawn > 0 ? "\u{1B}[\(drawn)A" : "") + "\r\u{1B}[J", to: .errors)
    drawn = 0
  }

  /// Draws the last state and leaves it standing.
  func finish(_ run: RunSnapshot) {
    guard !isQuiet else { return }
    draw(run)
    drawn = 0
    guard !isTerminal else { return }
    for failure in run.failures.prefix(20) {
      Terminal.write(
        "\(failure.state.rawValue)  \(failure.name)  \(failure.cause ?? "")\n"
          + failure.lastLines.map { "    | \($0)\n" }.joined(), to: .errors)
    }
  }

  private func draw(_ run: RunSnapshot) {
    guard isTerminal else {
      let summary = RunView.summary(run)
      if summary != lastSummary { Terminal.write(summary + "\n", to: .errors) }
      lastSummary = summary
      return
    }
    let size = Terminal.size()
    let view = RunView(columns: size.columns, rows: size.rows, colour: colour)
    let lines = view.lines(run, now: WallClock.now())
    // Up to the first line, then each line anew with the rest of it cleared.
    var text = drawn > 0 ? "\u{1B}[\(drawn)A\r" : ""
    for line in lines { text += line + "\u{1B}[K\n" }
    text += "\u{1B}[J"
    Terminal.write(text, to: .errors)
    drawn = lines.count
  }
}
