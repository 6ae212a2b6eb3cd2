package import CampaignStore
package import EECore
internal import HostIO

/// A run as lines of text for people: of many nodes those that matter.
package struct StatusTable: ~Copyable {
  /// A node that is listed.
  struct Line {
    let id: Int
    let name: String
    let kind: NodeRecord.Kind
    let state: JobState
    let cause: String?
    let progress: Double
    let isOpen: Bool
    let isMember: Bool
    /// Whether it is listed even where not all nodes are.
    let isKept: Bool
  }

  /// Up to so many nodes beside members are all listed.
  static let few = 200
  /// Of many nodes, and of members, so many of each state are listed.
  static let sample = 20
  private static let states: Set<JobState> = [
    .failed, .lost, .running, .submitted, .waiting, .cancelled,
  ]

  private let listsAll: Bool
  private var lines: [Line] = []
  private var topCount = 0
  private var kept: [JobState: Int] = [:]
  private var keptMembers: [JobState: Int] = [:]

  private init(listsAll: Bool) { self.listsAll = listsAll }

  /// Returns the text of a run; without `listsAll` members and many nodes are summed up.
  ///
  /// - Cost: reads each node once, and the attempts at those that are listed.
  package static func text(
    of run: RunRecord, in store: CampaignStore, listsAll: Bool
  ) throws(StoreError) -> ByteWriter {
    var table = StatusTable(listsAll: listsAll)
    try store.readsOnce()
    let tally = try store.nodeCounts(of: run.id) { node throws(StoreError) in table.add(node) }
    let attempts = try StatusAttempts(of: table.lines, run: run.id, in: store)
    return table.text(run, tally, attempts, try RunObstacles(of: run, in: store))
  }

  private mutating func add(_ node: NodeGlance) {
    guard !listsAll else { return list(node, isKept: true) }
    if node.isMember {
      // Which of them did not end well is what everybody asks first.
      guard node.state == .failed || node.state == .lost,
        StatusTable.takes(node.state, &keptMembers)
      else { return }
      return list(node, isKept: true)
    }
    topCount += 1
    let isKept =
      StatusTable.states.contains(node.state)
      ? StatusTable.takes(node.state, &kept)
      : node.kind == .group && StatusTable.takes(.ready, &kept)
    if isKept || topCount <= Self.few { list(node, isKept: isKept) }
    if topCount == Self.few + 1 { lines.removeAll { !$0.isKept } }
  }

  private static func takes(_ state: JobState, _ counts: inout [JobState: Int]) -> Bool {
    counts[state, default: 0] += 1
    return counts[state, default: 0] <= sample
  }

  private mutating func list(_ node: NodeGlance, isKept: Bool) {
    lines.append(
      Line(
        id: node.id, name: node.name, kind: node.kind, state: node.state, cause: node.cause,
        progress: node.progress, isOpen: node.isOpen, isMember: node.isMember, isKept: isKept))
  }

  private consuming func text(
    _ run: RunRecord, _ tally: [CampaignStore.NodeCount], _ attempts: borrowing StatusAttempts,
    _ obstacles: RunObstacles
  ) -> ByteWriter {
    let state = RunStatus.state(of: run)
    let members = RunStatus.members(tally)
    let now = WallClock.now()
    var text = ByteWriter(capacity: 80 * lines.count + 1024)
    text.append("\(run.workflow)  run \(run.id)  \(state)\n")
    for line in obstacles.lines(at: now) { text.append("  \(line)\n") }
    let width = lines.reduce(0) { max($0, TextWidth.of(name: $1.name)) }
    for line in lines {
      text.append("  ")
      text.append(line.name)
      text.append(repeating: UInt8(ascii: " "), width - TextWidth.of(name: line.name) + 2)
      StatusTable.describe(line, members[line.name] ?? [:], attempts, now, to: &text)
      if line.state == .waiting, line.cause == nil, let reason = obstacles.reasons[line.id] {
        text.append("  \(reason)")
      }
      text.append(UInt8(ascii: "\n"))
    }
    let hidden = hidden(tally)
    if !hidden.isEmpty {
      let more = hidden.map { "\($0.count) more \($0.state.rawValue)" }.joined(separator: ", ")
      text.append("  and \(more); --all lists every node\n")
    }
    let counts = RunStatus.counts(tally).map { "\($0.count) \($0.state.rawValue)" }
    text.append("  " + counts.joined(separator: ", ") + "\n")
    if state == "interrupted" || state == "stopped" {
      text.append("hint: its runner is gone; cms-cc resume goes on with it\n")
    }
    return text
  }

  /// What is not listed: nodes beside members, and members that did not end well.
  private func hidden(
    _ tally: [CampaignStore.NodeCount]
  ) -> [(state: JobState, count: Int)] {
    guard !listsAll else { return [] }
    var counts: [JobState: Int] = [:]
    for entry in tally where entry.group == nil || entry.state == .failed || entry.state == .lost {
      counts[entry.state, default: 0] += entry.count
    }
    for line in lines { counts[line.state, default: 0] -= 1 }
    return RunStatus.inOrder(counts).filter { $0.count > 0 }
  }

  private static func describe(
    _ line: Line, _ members: [JobState: Int], _ attempts: borrowing StatusAttempts, _ now: Int64,
    to text: inout ByteWriter
  ) {
    let state =
      line.kind == .group
      ? RunStatus.state(ofGroup: line.state, members: members) : line.state
    text.append(state.rawValue)
    if line.kind == .group { text.append("  " + counts(line, members)) }
    if line.state != .skipped, let attempt = attempts[line.id] {
      for part in attempt.parts(line, now) {
        text.append("  ")
        text.append(part)
      }
    }
    if let cause = line.cause {
      text.append("  ")
      text.append(cause)
    }
    if line.state.isActive, attempts[line.id]?.lacksRoom == true {
      text.append("  ended; no room to record it")
    }
  }

  private static func counts(_ line: Line, _ members: [JobState: Int]) -> String {
    let total = members.values.reduce(0, +)
    var text = "\(members[.done] ?? 0) of \(total) done"
    // How a group ended is its cause.
    guard !line.state.isFinal else { return text }
    for (state, count) in RunStatus.inOrder(members) where state != .ready && state != .done {
      text += ", \(count) \(state.rawValue)"
    }
    return line.isOpen ? text + ", more may come" : text
  }
}

extension TextWidth {
  /// The columns of a name; most are ASCII.
  fileprivate static func of(name: String) -> Int {
    name.utf8.allSatisfy { $0 < 0x80 } ? name.utf8.count : of(name)
  }
}
