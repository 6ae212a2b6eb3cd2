/// What `sacct` says of jobs that have ended.
struct SlurmPast {
  private var index = TaskIndex<SlurmEnd>()

  /// Reads lines of `sacct -X -n -P -o JobID,State,ExitCode,NodeList`.
  init(_ lines: [String]) {
    for line in lines {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      guard fields.count > 3, let number = SlurmJobNumber(fields[0]),
        case .ended(var end) = SlurmPhase(fields[1])
      else { continue }
      end.exit = String(fields[2])
      end.nodes = fields[3] == "None assigned" ? "" : String(fields[3])
      index.add(end, number, under: number.job)
    }
  }

  /// Returns how an attempt ended, by the newest of its submissions of which that is known.
  func end(of parts: [SlurmAnswer.Part], _ number: (String) -> String?) -> SlurmEnd? {
    for part in parts.reversed() {
      guard let job = number(part.batch) else { continue }
      if let end = index.values(job, task: part.place).last { return end }
    }
    return nil
  }
}
