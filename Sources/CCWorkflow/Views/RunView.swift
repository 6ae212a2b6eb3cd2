internal import CampaignStore

/// Draws a run as lines of text: counts, a bar per group, running jobs, failures.
package struct RunView {
  private let columns: Int
  private let rows: Int
  private let colour: Bool

  /// Fits the terminal: no line is longer than it is wide, and there are never more than fit.
  package init(columns: Int, rows: Int, colour: Bool) {
    self.columns = max(40, columns)
    self.rows = max(6, rows)
    self.colour = colour
  }

  /// Returns the lines that show a run; `now` counts nanoseconds since 1970.
  package func lines(_ run: RunSnapshot, now: Int64) -> [String] {
    var lines = [headline(run)]
    for group in run.groups { lines.append(line(group)) }
    let failures = run.failures.prefix(3)
    let room = rows - lines.count - failures.reduce(0) { $0 + 1 + $1.lastLines.count } - 1
    lines += running(run.running, room: max(1, room), now: now)
    for failure in failures { lines += self.lines(failure) }
    if run.failures.count > 3 { lines.append("  and \(run.failures.count - 3) more failures") }
    return Array(lines.prefix(rows - 1))
  }

  /// One line that says how far a run is, for places without a terminal.
  package static func summary(_ run: RunSnapshot) -> String {
    "\(run.workflow): \(run.done) of \(run.total) done" + rest(run.counts)
  }

  private static func rest(_ counts: [JobState: Int]) -> String {
    let active = (counts[.running] ?? 0) + (counts[.submitted] ?? 0)
    let open = (counts[.waiting] ?? 0) + (counts[.ready] ?? 0)
    let others: [(Int, String)] =
      [(active, "running"), (open, "waiting")]
      + [JobState.failed, .lost, .cancelled, .skipped].map { (counts[$0] ?? 0, $0.rawValue) }
    return others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
  }

  private func headline(_ run: RunSnapshot) -> String {
    let bar = bar(done: run.done, of: run.total, width: 24)
    return cut("\(run.workflow)  \(bar)  \(run.done)/\(run.total) done\(RunView.rest(run.counts))")
  }

  private func line(_ group: RunSnapshot.Group) -> String {
    var text = "  \(padded(group.name, 12))  \(bar(done: group.done, of: group.total, width: 20))"
    text += "  \(group.done)/\(group.total)"
    if group.active > 0 { text += ", \(group.active) running" }
    if group.unsuccessful > 0 { text += ", \(group.unsuccessful) not well" }
    return cut(text)
  }

  private func running(_ jobs: [RunSnapshot.Running], room: Int, now: Int64) -> [String] {
    let shown = jobs.count <= room ? jobs[...] : jobs.prefix(max(0, room - 1))
    var lines = shown.map { job in
      let progress = job.progress.map { "\(Int($0)) %" } ?? ""
      let time = job.started.map { RunView.duration(now - $0) } ?? ""
      return cut("  running  \(padded(job.name, 40))  \(padded(progress, 5))  \(time)")
    }
    if shown.count < jobs.count { lines.append("  and \(jobs.count - shown.count) more running") }
    return lines
  }

  private func lines(_ failure: RunSnapshot.Failure) -> [String] {
    let head = cut("  \(failure.state.rawValue)  \(failure.name)  \(failure.cause ?? "")")
    return [paint(head, "31")] + failure.lastLines.map { cut("    │ \($0)") }
  }

  private func bar(done: Int, of total: Int, width: Int) -> String {
    let filled = total == 0 ? 0 : done * width / total
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func cut(_ text: String) -> String {
    text.count <= columns ? text : String(text.prefix(columns - 1)) + "…"
  }

  private func paint(_ text: String, _ code: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// `4.2 s`, `3:07` or `2:03:07`.
  package static func duration(_ nanoseconds: Int64) -> String {
    let tenths = max(0, nanoseconds / 100_000_000)
    let seconds = tenths / 10
    if seconds < 60 { return "\(seconds).\(tenths % 10) s" }
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
