package import CommandTable
internal import HostIO

/// How far long work is, on one line of a terminal's standard error; nothing anywhere else.
package final class ProgressBar {
  private static let width = 30
  /// Between two drawings, in nanoseconds.
  private static let pause: Int64 = 100_000_000

  private let title: String
  private let total: Int
  private let isShown: Bool
  private let started = WallClock.monotonic()
  private var lastDrawn: Int64
  private var isDrawn = false

  /// Makes the bar of some work of so many steps; what is soon over never shows it.
  package init(_ title: String, of total: Int, _ arguments: Arguments) {
    self.title = title
    self.total = total
    isShown = Terminal.isTerminal(.errors) && !arguments.has("--quiet")
    lastDrawn = started + 200_000_000
  }

  /// Shows how many steps are done.
  ///
  /// - Cost: asks the clock every 64 steps, and draws ten times a second.
  package func update(_ done: Int) {
    guard isShown, done & 63 == 0 else { return }
    let now = WallClock.monotonic()
    guard now - lastDrawn >= Self.pause else { return }
    lastDrawn = now
    isDrawn = true
    let filled = total == 0 ? 0 : Self.width * done / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    Terminal.write("\r\(title) \(bar) \(done) of \(total)\u{1B}[K", to: .errors)
  }

  /// Takes the bar away, so that what is printed next stands alone.
  package func finish() {
    guard isDrawn else { return }
    isDrawn = false
    Terminal.write("\r\u{1B}[K", to: .errors)
  }
}
