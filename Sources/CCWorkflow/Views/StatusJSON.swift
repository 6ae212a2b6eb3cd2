package import CampaignStore
package import EECore

/// The promised shape of `status --json`, version 1, written while the run is read.
package struct StatusJSON: ~Copyable {
  /// What is said of the newest attempt at a node, and where that stands.
  private struct Part {
    var number = 0
    var start = 0
    var end = 0
  }

  private var attempts: ByteWriter
  /// By the number of the node in the database.
  private var parts: [Part] = []
  /// Of the attempts that are under way.
  private var directories: [Int: String] = [:]
  private var nodes: ByteWriter
  private let obstacles: RunObstacles
  /// Groups and where their states go, which only their members tell.
  private var gaps: [(end: Int, group: String, state: JobState)] = []

  /// Makes room for so many nodes: what is not used is never touched.
  private init(room: Int, _ obstacles: RunObstacles) {
    self.obstacles = obstacles
    attempts = ByteWriter(capacity: 160 * room)
    nodes = ByteWriter(capacity: 320 * room)
    parts.reserveCapacity(room + 1)
  }

  /// Returns one run with all its nodes as the value that `status --json` prints.
  ///
  /// - Cost: reads each node and each attempt once.
  package static func text(
    of run: RunRecord, in store: CampaignStore
  ) throws(StoreError) -> ByteWriter {
    try store.readsOnce()
    var json = StatusJSON(room: try store.nodeLimit(), try RunObstacles(of: run, in: store))
    try store.attemptGlances(at: run.id) { attempt throws(StoreError) in json.add(attempt) }
    let tally = try store.nodeCounts(of: run.id) { node throws(StoreError) in json.add(node) }
    return json.text(run, tally)
  }

  private mutating func add(_ attempt: AttemptGlance) {
    let (node, number) = (attempt.node, attempt.number)
    while parts.count <= node { parts.append(Part()) }
    guard parts[node].number < number else { return }
    let start = attempts.count
    attempts.append(",\"host\":", attempt.host)
    attempts.append(",\"gpu\":", attempt.gpu)
    attempts.append(",\"attempt\":")
    attempts.append(Int64(number))
    attempts.append(",\"started\":", attempt.started)
    attempts.append(",\"ended\":", attempt.ended)
    attempts.append(",\"exit_code\":")
    if let code = attempt.exitCode { attempts.append(Int64(code)) } else { attempts.append("null") }
    parts[node] = Part(number: number, start: start, end: attempts.count)
    directories[node] = attempt.isActive ? attempt.directory : nil
  }

  private mutating func add(_ node: NodeGlance) {
    nodes.append(nodes.count == 0 ? "{\"name\":" : ",{\"name\":")
    nodes.append(quoted: node.nameBytes)
    nodes.append(",\"state\":\"")
    if node.kind == .group {
      gaps.append((nodes.count, node.name, node.state))
    } else {
      nodes.append(node.state.rawValue)
    }
    nodes.append("\",\"progress\":")
    append(progress: progress(of: node))
    let part = parts.indices.contains(node.id) ? parts[node.id] : Part()
    if part.number > 0 {
      nodes.append(UnsafeBufferPointer(rebasing: attempts.bytes[part.start..<part.end]))
    } else {
      nodes.append(
        ",\"host\":null,\"gpu\":null,\"attempt\":null,\"started\":null,\"ended\":null,\"exit_code\":null"
      )
    }
    nodes.append(",\"cause\":")
    let cause = node.cause ?? (node.state == .waiting ? obstacles.reasons[node.id] : nil)
    if let cause { nodes.append(quoted: cause) } else { nodes.append("null") }
    nodes.append(UInt8(ascii: "}"))
  }

  private func progress(of node: NodeGlance) -> Double {
    guard node.state.isActive, let directory = directories[node.id] else { return node.progress }
    let log = AttemptEvidence(directory: directory).logPath
    return LogTail.progress(of: log) ?? node.progress
  }

  private mutating func append(progress: Double) {
    if let whole = Int64(exactly: progress) {
      nodes.append(whole)
    } else {
      nodes.append(JSONWriter.text(.double(progress)))
    }
  }

  private consuming func text(
    _ run: RunRecord, _ tally: [CampaignStore.NodeCount]
  ) -> ByteWriter {
    let counts = RunStatus.counts(tally).map { JSONValue.Member($0.state.rawValue, .int($0.count)) }
    let head = JSONValue.object([
      .init("run", .string(run.id)), .init("workflow", .string(run.workflow)),
      .init("state", .string(RunStatus.state(of: run))), .init("counts", .object(counts)),
      .init("paused", .bool(obstacles.isPaused)), .init("hosts", obstacles.json),
    ])
    let members = RunStatus.members(tally)
    var text = ByteWriter(capacity: nodes.count + 1024)
    text.append("{\"version\":1,\"runs\":[" + JSONWriter.text(head).dropLast() + ",\"nodes\":[")
    var start = 0
    for gap in gaps {
      text.append(UnsafeBufferPointer(rebasing: nodes.bytes[start..<gap.end]))
      let state = RunStatus.state(ofGroup: gap.state, members: members[gap.group] ?? [:])
      text.append(state.rawValue)
      start = gap.end
    }
    text.append(UnsafeBufferPointer(rebasing: nodes.bytes[start...]))
    text.append("]}]}\n")
    return text
  }
}

extension ByteWriter {
  /// Appends the key of a member and its text, or null.
  fileprivate mutating func append(_ key: StaticString, _ text: NodeGlance.Text?) {
    append(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    if let text { append(quoted: text) } else { append("null") }
  }
}
