/// What `squeue` says of a job, or of some tasks of an array.
struct SlurmRow: Hashable, Sendable {
  let number: SlurmJobNumber
  let phase: SlurmPhase
  /// Slurm's word for it.
  let state: String
  /// The batch that it is, by its comment or by its name; nil where neither tells.
  let batch: String?
  /// Why it waits, as far as Slurm says.
  let reason: String

  /// Reads a line of `squeue -o '%i|%T|%N|%r|%j|%k'`; nil for anything else.
  ///
  /// The last may hold anything.
  init?(_ line: some StringProtocol, run: String) {
    let fields = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false)
    guard fields.count == 6, let number = SlurmJobNumber(fields[0]) else { return nil }
    self.number = number
    state = String(fields[1])
    var phase = SlurmPhase(fields[1])
    if case .ended(var end) = phase {
      end.nodes = String(fields[2])
      if end.isCancelled, fields[3].hasPrefix("Dependency") {
        end.note = "what it waits for did not end well"
      }
      phase = .ended(end)
    }
    self.phase = phase
    reason = fields[3] == "None" ? "" : String(fields[3])
    batch = SlurmRow.batch(in: fields[5], run) ?? SlurmRow.batch(in: fields[4], run)
  }

  /// Sites may overwrite a comment, and users a name.
  private static func batch(in text: some StringProtocol, _ run: String) -> String? {
    guard let place = text.utf8.firstRange(of: "\(run)-".utf8) else { return nil }
    let rest = text.utf8[place.lowerBound...].prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }
    return String(decoding: rest, as: UTF8.self)
  }
}

extension Collection where Element: Equatable {
  fileprivate func firstRange(of other: some Collection<Element>) -> Range<Index>? {
    var place = startIndex
    while place != endIndex {
      if self[place...].starts(with: other) { return place..<index(after: place) }
      place = index(after: place)
    }
    return nil
  }
}
