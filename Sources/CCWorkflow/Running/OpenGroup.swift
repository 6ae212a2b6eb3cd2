internal import CampaignStore
internal import EECore
internal import HostIO

/// A group whose members become known while the run goes on: a loop, or the lines of an output.
struct OpenGroup {
  /// What makes its members.
  enum Kind: Hashable {
    case loop(JobSpec.Loop)
    case output(OutputSource)
  }

  let kind: Kind
  private let record: NodeRecord
  private let spec: JobSpec

  /// Reads the record of a group; nil where all of its members are known.
  init?(_ record: NodeRecord) {
    guard record.kind == .group, let spec = record.job.flatMap(JobSpec.init(json:)) else {
      return nil
    }
    if let loop = spec.loop {
      kind = .loop(loop)
    } else if let output = spec.output {
      kind = .output(output)
    } else {
      return nil
    }
    self.record = record
    self.spec = spec
  }

  /// Whether its members come one after the other.
  var isLoop: Bool {
    if case .loop = kind { true } else { false }
  }

  /// Returns a pass of a loop, counted from one; nil beyond the last that there may be.
  func pass(_ number: Int) -> NodeRecord? {
    guard case .loop(let loop) = kind, (1...loop.max).contains(number) else { return nil }
    return passes(number...number).first
  }

  /// Returns passes of a loop, be they more than there may be now.
  func passes(_ numbers: ClosedRange<Int>) -> [NodeRecord] { numbers.map(made(pass:)) }

  private func made(pass number: Int) -> NodeRecord {
    let log = String(spec.logLink.dropLast(".log".count)) + "-\(number).log"
    var pass = JobSpec(
      command: spec.command, directory: spec.directory,
      environment: spec.environment.merging(["CMS_PASS": String(number)]) { $1 },
      request: spec.request, logLink: log)
    pass.limit = spec.limit
    pass.grace = spec.grace
    pass.retry = spec.retry
    pass.success = spec.success
    pass.computed = spec.computed
    pass.pass = number
    let input = Fingerprint(Array("\(record.input ?? "") \(number)".utf8)).text
    return NodeRecord(
      name: "\(record.name)#\(number)", kind: .job, group: record.name, job: pass.json,
      input: input, parameters: "{\"pass\":\(number)}")
  }

  /// What comes after a pass of a loop.
  enum Next: Equatable {
    case anotherPass
    /// Its condition holds, or it has none and had its last pass.
    case end
    /// It had its last pass, and its condition still does not hold.
    case failure(String)
  }

  /// Returns what comes after a pass that ended well.
  ///
  /// - Throws: ``Diagnostics`` where its condition is neither true nor false; ``StoreError``.
  func next(after number: Int, _ values: any ConditionValues) throws -> Next {
    guard case .loop(let loop) = kind else { return .end }
    let wasLast = number >= loop.max
    guard let until = loop.until else { return wasLast ? .end : .anotherPass }
    let context = ConditionContext(node: "\(record.name)#\(number)", attempt: nil, pass: number)
    let condition = try NodeCondition(until.expression(.until), role: .until, parameters: [])
    switch try condition.outcome(values, context) {
    case .holds: return .end
    case .fails(let reason):
      return wasLast
        ? .failure("after its last pass, number \(number), its condition is \(reason)")
        : .anotherPass
    }
  }

  /// Returns the members that the output of the finished node lists, one for each line that is a
  /// JSON object.
  ///
  /// - Parameters:
  ///   - log: what the node printed.
  ///   - path: the log's, for messages.
  /// - Returns: their records, in the order of the lines.
  /// - Throws: ``Diagnostics`` where there is none, or one cannot be run.
  func members(of log: [UInt8], path: String) throws(Diagnostics) -> [NodeRecord] {
    guard case .output(let output) = kind else { return [] }
    let lookup = output.names.lookup
    let root = try OutputLines(node: record.name, source: output.node, path: path).sweep(log)
    let plan = try ForeachReader.plan(root, node: record.name, lookup: lookup)
    let set = try MemberSet(
      of: record.name, output.template, plan, root: root, lookup: lookup,
      files: WorkflowFiles(directory: output.directory), runsSweep: false)
    let maker = MemberMaker(
      node: record.name, maker: JobMaker(directory: output.directory, base: output.base),
      success: spec.success, results: ResultSpec.results(in: record.results))
    do throws(SystemError) {
      return try maker.records(of: set, when: nil)
    } catch {
      throw Diagnostics(
        .missingScript, "a script of node '\(record.name)' cannot be read: \(error.reason)",
        at: output.template.position)
    }
  }
}

extension OpenGroup {
  /// How a group differs from what it was when its members became known.
  enum Change {
    case none
    /// How many passes there are may be another number.
    case length
    /// Its members would be made otherwise.
    case content
    /// They were made of something else altogether.
    case kind
  }

  /// Compares what the file says of a group with what it said before.
  static func change(from before: NodeRecord, to now: NodeRecord) -> Change {
    switch (OpenGroup(before)?.kind, OpenGroup(now)?.kind) {
    case (.loop(let old), .loop(let new)):
      // Each pass says for itself what it was made from.
      return old.max == new.max && old.until?.text == new.until?.text ? .none : .length
    case (.output(let old), .output(let new)):
      return old.node == new.node && text(of: old) == text(of: new) ? .none : .content
    default: return .kind
    }
  }

  /// All that a template says of what its members do.
  private static func text(of output: OutputSource) -> String {
    let keys = ["script", "exec", "venv", "directory", "env", "success", "foreach"]
    let entries = (output.template.mapping ?? []).filter { keys.contains($0.key) }
    return Meaning.text(ConfigNode(.mapping(entries), at: output.template.position))
  }
}
