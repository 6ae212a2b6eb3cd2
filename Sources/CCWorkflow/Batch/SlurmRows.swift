/// What `squeue` says of all jobs of a run.
struct SlurmRows {
  /// By batch, and by number of job where a line does not tell the batch.
  private var index = TaskIndex<SlurmRow>()
  /// The numbers of jobs, by batch, as far as lines tell both.
  private(set) var numbers: [String: String] = [:]

  init(_ lines: [String], run: String) {
    for line in lines {
      guard let row = SlurmRow(line, run: run) else { continue }
      index.add(row, row.number, under: row.batch ?? row.number.job)
      if let batch = row.batch { numbers[batch] = row.number.job }
    }
  }

  /// Returns what is said of an attempt: of several submissions the one that is furthest from its
  /// end, else the newest.
  func view(
    of parts: [SlurmAnswer.Part], _ number: (String) -> String?
  ) -> SlurmJudge.View {
    var best: SlurmRow?
    for part in parts {
      let rows =
        index.values(part.batch, task: part.place)
        + (number(part.batch).map { index.values($0, task: part.place) } ?? [])
      for row in rows where row.phase.weight >= best?.phase.weight ?? 0 { best = row }
    }
    switch best?.phase {
    case nil: return .absent
    case .pending: return .pending(reason: best?.text ?? "")
    case .suspended: return .suspended(reason: best?.text ?? "")
    case .running: return .running
    case .completing: return .completing
    case .ended(let end): return .ended(end)
    }
  }
}

extension SlurmRow {
  /// Why it waits, with a state that says more than that it does.
  fileprivate var text: String {
    if state == "PENDING" { return reason }
    return reason.isEmpty ? state : "\(state), \(reason)"
  }
}
