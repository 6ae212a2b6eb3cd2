/// What a visit says about whether jobs can run there.
extension HostVisit {
  /// Below this logs and results may not fit.
  private static let littleSpace = 1 << 30

  /// Returns what works, what does not, and what to do about it; the first says what is there.
  package var findings: [Finding] {
    let subject = "host \(question.name)"
    guard !HostDescription.kinds.contains(question.kind) else { return findings(about: subject) }
    let kinds = HostDescription.kinds.joined(separator: ", ")
    let found = Finding(
      .problem, subject, "jobs cannot be sent to hosts of kind '\(question.kind)'",
      advice: "expected one of: \(kinds)")
    return findings(about: subject) + [found]
  }

  private func findings(about subject: String) -> [Finding] {
    switch outcome {
    case .unreachable(let problem):
      let up = question.up.map { "a run calls '\($0)' before its first job there" }
      let advice = [up, problem.advice].compactMap(\.self)
      return [
        // What has to be switched on may well be off.
        Finding(
          up == nil ? .problem : .note, subject, "cannot be reached: \(problem.text)",
          advice: advice.isEmpty ? nil : advice.joined(separator: "; else: "))
      ]
    case .answer(let survey):
      return [Finding(.fine, subject, "\(reach), \(HostVisit.summary(survey))")]
        + needs(survey).map { $0.about(subject) }
        + HostVisit.slurm(survey).map { $0.about(subject) }
    }
  }

  /// How it was reached, and how quickly.
  var reach: String {
    let tenths = (duration + 50_000_000) / 100_000_000
    let way = question.destination.map { "reached by ssh \($0) in \(tenths / 10).\(tenths % 10) s" }
    return way ?? "this machine"
  }

  private static func summary(_ survey: HostSurvey) -> String {
    if let slurm = survey.slurm {
      let names = slurm.partitions.map(\.name).joined(separator: ", ")
      return slurm.problem == nil
        ? "\(slurm.version ?? "Slurm"), partitions \(names)" : survey.system
    }
    var parts = [survey.cpus.map { "\($0) cpus" }, survey.memory.map(ByteCount.text)]
    parts.append(survey.devices.isEmpty ? "no GPUs" : "GPUs \(survey.deviceText)")
    parts.append(survey.free.map { "\(ByteCount.text($0)) free" })
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private func needs(_ survey: HostSurvey) -> [Finding] {
    var found = survey.lacking.map { tool in
      Finding(
        .problem, "", tool == "/proc" ? "it has no /proc" : "there is no '\(tool)'",
        advice: tool == "/proc"
          ? "jobs run on Linux only" : "jobs cannot be started there without it: install it")
    }
    if let blocked = survey.blocked {
      found.append(
        Finding(
          .problem, "", "'\(blocked)' is not a directory", advice: "name another 'directory'"))
    } else if !survey.isWritable {
      found.append(
        Finding(
          .problem, "", "nothing can be written in '\(survey.place)'",
          advice: "name another 'directory'"))
    }
    if let free = survey.free, free < HostVisit.littleSpace {
      found.append(
        Finding(
          .note, "", "only \(ByteCount.text(free)) are free in '\(survey.place)'",
          advice: "logs and results may not fit"))
    }
    if survey.python == nil {
      found.append(
        Finding(.note, "", "there is no python3, needed for nodes whose script ends in .py"))
    }
    if survey.slurm == nil, question.destination != nil, survey.processors.isEmpty {
      found.append(
        Finding(.note, "", "there is no taskset, needed for nodes with pin (package util-linux)"))
    }
    if let problem = survey.deviceProblem {
      found.append(
        Finding(
          .note, "", problem, advice: "state its GPUs in the hosts file, or what lists them (probe)"
        ))
    }
    let taken = survey.devices.count(where: \.isTaken)
    if taken > 0 {
      found.append(
        Finding(
          .note, "", "\(taken) of \(survey.devices.count) GPUs are used by somebody",
          advice: "jobs get them when they are free"))
    }
    return found
  }

  private static func slurm(_ survey: HostSurvey) -> [Finding] {
    guard let slurm = survey.slurm else { return [] }
    if let problem = slurm.problem {
      return [
        Finding(
          .problem, "", problem,
          advice: "jobs are handed over when it answers; a prologue cannot bring it onto the PATH")
      ]
    }
    var found = slurm.partitions.filter { !$0.isUp }.map {
      Finding(.note, "", "partition '\($0.name)' starts nothing for now")
    }
    if let problem = slurm.accountingProblem {
      found.append(
        Finding(
          .note, "", "no accounts of ended jobs: \(problem)",
          advice: "how jobs ended is known from their own records, and for a while from the queue"))
    }
    return found
  }
}

extension HostSurvey {
  /// Its GPUs, such as `a100:2, v100:1`.
  package var deviceText: String {
    deviceCounts.map { "\($0.type):\($0.count)" }.joined(separator: ", ")
  }

  /// Its GPUs by type, in the order of their numbers.
  package var deviceCounts: [GPUCount] {
    var counts: [GPUCount] = []
    for device in devices {
      let place = counts.firstIndex { $0.type == device.type }
      let count = GPUCount(type: device.type, count: (place.map { counts[$0].count } ?? 0) + 1)
      if let place { counts[place] = count } else { counts.append(count) }
    }
    return counts
  }
}
