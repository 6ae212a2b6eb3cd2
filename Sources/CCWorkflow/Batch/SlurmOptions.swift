internal import EECore
internal import HostIO

/// What `sbatch` is told of a job: what the site wants for its type of GPU, what its script says, and
/// what the workflow says, of which the last counts.
struct SlurmOptions {
  let words: [String]

  /// - Parameters:
  ///   - job: the job.
  ///   - lease: what it was given, with the alternative that was chosen.
  ///   - retries: how many retries it has used: each may have more time.
  ///   - host: where it runs.
  init(_ job: JobSpec, _ lease: Lease, retries: Int, on host: HostEntry) {
    let request = job.request
    let isKnown = request.gpus.indices.contains(lease.alternative)
    let gpu = isKnown ? request.gpus[lease.alternative] : nil
    let script = job.scriptFile.flatMap { try? Files.start(of: $0, count: Self.longestHead) } ?? []
    let site = SbatchLines(words: host.directives?.options(for: gpu?.type) ?? []).words
    var words = SbatchLines(script).words
    if let gpu {
      words = SlurmDevices(gpu).options(site, script: words)
    } else {
      words = site + words
    }
    if lease.cpus > 1 { words.append("--cpus-per-task=\(lease.cpus)") }
    if lease.memory > 0 {
      // Slurm takes only one of the ways to say it.
      words.removeAll { $0.hasPrefix("--mem-per-") }
      words.append("--mem=\((lease.memory + (1 << 20) - 1) >> 20)M")
    }
    if request.isExclusive { words.append("--exclusive") }
    if let limit = job.demand.limit(after: retries) {
      // Slurm counts in minutes; where a runner is there, it ends the job on time.
      words.append("--time=\(max(1, (limit + 59 * Span.second) / (60 * Span.second)))")
    }
    self.words = words
  }

  /// What of a script can hold options.
  private static let longestHead = 16_384
}

extension JobSpec {
  /// The script that it runs, here; nil where it is no file of its own.
  fileprivate var scriptFile: String? {
    guard let path = transfer?.script ?? command.last else { return nil }
    let file = Paths.join(directory, path)
    return Files.status(file)?.kind == .file ? file : nil
  }
}
