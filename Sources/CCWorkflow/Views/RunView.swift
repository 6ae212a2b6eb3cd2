internal import CampaignStore
internal import HostIO

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
    let head = head(run, now)
    let failures = run.failures.prefix(rows < 12 ? 1 : 3).map { lines($0) }
    let more = run.failures.count - failures.count
    let retrying = self.retrying(run.retrying, room: max(1, rows / 6), now: now)
    let below =
      retrying + failures.joined()
      + (more > 0 ? ["  and \(more) more \(more == 1 ? "failure" : "failures")"] : [])
    // One row is the cursor's.
    let room = max(1, rows - 1 - head.count - below.count)
    let groups = self.groups(run.groups, room: run.running.isEmpty ? room : max(1, room / 2))
    let running = self.running(run.running, room: max(1, room - groups.count), now: now)
    return Array((head + groups + running + below).prefix(rows - 1))
  }

  /// One line that says how far a run is, for places without a terminal.
  package static func summary(_ run: RunSnapshot) -> String {
    let stuck = run.running.count { $0.lacksRoom }
    return "\(run.workflow): \(run.done) of \(run.total) done" + rest(run.counts)
      + (run.pausedUntil == nil ? "" : "; paused")
      + run.unreachable.sorted { $0.key < $1.key }
      .map { "; '\($0.key)' cannot be reached: \($0.value)" }.joined()
      + (stuck > 0 ? "; \(stuck) ended without room on the disk to record it" : "")
  }

  private static func rest(_ counts: [JobState: Int], waiting: Bool = true) -> String {
    let active = (counts[.running] ?? 0) + (counts[.submitted] ?? 0)
    let open = waiting ? (counts[.waiting] ?? 0) + (counts[.ready] ?? 0) : 0
    let others: [(Int, String)] =
      [(active, "running"), (open, "waiting")]
      + [JobState.failed, .lost, .cancelled, .skipped].map { (counts[$0] ?? 0, $0.rawValue) }
    return others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
  }

  private func head(_ run: RunSnapshot, _ now: Int64) -> [String] {
    var lines = [headline(run)]
    for call in run.switching.prefix(3) {
      let time = RunView.duration(now - call.since)
      lines.append(
        paint(cut("  '\(call.host)': '\(call.key)' runs for \(time): \(call.command)"), "33"))
    }
    for remark in run.remarks.prefix(3) { lines.append(paint(cut("  \(remark)"), "33")) }
    if let command = run.pausedUntil {
      lines.append(paint(cut("  paused: nothing more starts; \(command)"), "33"))
    }
    for (host, reason) in run.unreachable.sorted(by: { $0.key < $1.key }).prefix(3) {
      lines.append(paint(cut("  '\(host)' cannot be reached, and is tried again: \(reason)"), "33"))
    }
    return lines
  }

  /// Jobs that are tried again later, with the time until then.
  private func retrying(
    _ jobs: [RunSnapshot.Retrying], room: Int, now: Int64
  ) -> [String] {
    let shown = jobs.count <= room ? jobs[...] : jobs.prefix(room - 1)
    let width = width(of: shown.map(\.name))
    var lines = shown.map { job in
      let left = RunView.duration(job.due - now)
      return cut("  waiting  \(padded(job.name, width))  \(left) until \(job.cause ?? "a retry")")
    }
    if shown.count < jobs.count {
      lines.append("  and \(jobs.count - shown.count) more that wait for a retry")
    }
    return lines
  }

  private func headline(_ run: RunSnapshot) -> String {
    let bar = bar(done: run.done, of: run.total, width: 24)
    return cut("\(run.workflow)  \(bar)  \(run.done)/\(run.total) done\(RunView.rest(run.counts))")
  }

  /// Those that go on come first where not all fit.
  private func groups(_ groups: [RunSnapshot.Group], room: Int) -> [String] {
    guard groups.count > room else { return lines(groups) }
    let shown = (groups.filter(\.isOpen) + groups.filter { !$0.isOpen }).prefix(room - 1)
    return lines(Array(shown)) + ["  and \(groups.count - shown.count) more groups"]
  }

  private func lines(_ groups: [RunSnapshot.Group]) -> [String] {
    let width = width(of: groups.map(\.name))
    return groups.map { group in
      let bar = bar(done: group.done, of: group.total, width: 20)
      let counts = "\(group.done)/\(group.total)\(RunView.rest(group.counts, waiting: false))"
      return cut("  \(padded(group.name, width))  \(bar)  \(counts)")
    }
  }

  private func running(_ jobs: [RunSnapshot.Running], room: Int, now: Int64) -> [String] {
    let shown = jobs.count <= room ? jobs[...] : jobs.prefix(room - 1)
    let width = width(of: shown.map(\.name))
    var lines = shown.map { job in
      guard !job.lacksRoom else {
        return cut("  running  \(padded(job.name, width))  ended; no room to record it")
      }
      let progress = job.progress.map { "\(Int($0)) %" } ?? ""
      let time = job.started.map { RunView.duration(now - $0) } ?? ""
      return cut("  running  \(padded(job.name, width))  \(padded(progress, 5))  \(time)")
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

  /// The column that names share: as wide as the longest, and half of the terminal at most.
  private func width(of names: [String]) -> Int {
    min(columns / 2, names.map { TextWidth.of($0) }.max() ?? 0)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    let text = fitted(text, width)
    return text + String(repeating: " ", count: max(0, width - TextWidth.of(text)))
  }

  private func cut(_ text: String) -> String { fitted(text, columns) }

  private func fitted(_ text: String, _ width: Int) -> String {
    TextWidth.of(text) <= width ? text : TextWidth.prefix(text, columns: width - 1) + "…"
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
