internal import CampaignStore
internal import EECore
internal import HostIO

/// Asking conditions of the results that there are.
extension Runner {
  var values: StoredValues { StoredValues(store, run: record.id) }

  private func context(of name: String, _ job: JobSpec, attempt: Int?) -> ConditionContext {
    ConditionContext(node: name, attempt: attempt, pass: job.pass, parameters: job.parameters)
  }

  /// Answers whether a vertex that was reached is to run.
  func decide(_ vertex: Int) throws -> Decision {
    guard let job = graph.jobs[vertex] else { return .run }
    if let source = job.output?.node, try values.state(of: source) == .skipped {
      return .skip(without: source)
    }
    guard let when = job.when else { return .run }
    do {
      let condition = try NodeCondition(
        when.expression(.when), role: .when, parameters: job.parameters.keys.sorted())
      let context = context(of: graph.name(of: vertex), job, attempt: nil)
      switch try condition.outcome(values, context) {
      case .holds: return .run
      case .fails(let reason): return .skip(because: reason)
      }
    } catch let error as Diagnostics {
      return .fail(reason: error.all.first?.message ?? "its condition cannot be asked")
    }
  }

  /// Computes the variables of an attempt that is about to start.
  ///
  /// - Throws: ``Diagnostics`` where one cannot be computed; ``StoreError``.
  func compute(
    _ job: JobSpec, _ attempt: AttemptRecord, into environment: inout [String: String]
  ) throws {
    for (name, text) in job.computed.sorted(by: { $0.key < $1.key }) {
      let role = NodeCondition.Role.variable(name)
      let condition = try NodeCondition(
        text.expression(role), role: role, parameters: job.parameters.keys.sorted())
      let context = context(of: attempt.node, job, attempt: attempt.number)
      // What has no value is not there, as elsewhere in a shell.
      environment[name] = try condition.value(values, context)
    }
  }

  /// Finds the members that an open group has next.
  func expand(_ gate: Int, into step: inout RunnerStep) throws {
    guard let join = graph.join(ofGate: gate), let record = graph.nodes[join],
      let group = OpenGroup(record)
    else {
      step.events.append(.cannotExpand(gate, cause: "its description cannot be read"))
      return
    }
    do {
      let members: [NodeRecord]
      switch group.kind {
      case .loop:
        let passes = graph.memberCount(of: record.name)
        switch passes == 0 ? .anotherPass : try group.next(after: passes, values) {
        case .anotherPass: members = group.pass(passes + 1).map { [$0] } ?? []
        case .end: members = []
        case .failure(let cause):
          step.events.append(.cannotExpand(gate, cause: cause))
          return
        }
      case .output(let output):
        // Those of an earlier list are there already.
        members = try self.members(of: group, output).filter { graph.vertex(of: $0.name) == nil }
      }
      let isClosed = members.isEmpty || !group.isLoop
      step.expansions.append(
        Expansion(gate: gate, group: record.name, members: members, isClosed: isClosed))
    } catch let error as Diagnostics {
      let message = error.all.first.map { "\($0.message)" } ?? "its members cannot be found"
      step.events.append(.cannotExpand(gate, cause: message))
    }
  }

  private func members(of group: OpenGroup, _ output: OutputSource) throws -> [NodeRecord] {
    guard let attempt = attempts[output.node] else {
      throw Diagnostics(.emptySpace, "node '\(output.node)' has not run")
    }
    let path = AttemptEvidence(directory: attempt.directory).logPath
    let log: [UInt8]
    do throws(SystemError) { log = try Files.read(path) } catch {
      throw Diagnostics(
        .unreadableFile, "the output of node '\(output.node)' cannot be read: \(error.reason)")
    }
    return try group.members(of: log, path: path)
  }
}
