internal import EECore

/// By how much pauses are longer than they would be: runs that were turned away at once do not all
/// come back at once.
///
/// The numbers follow from a seed alone.
///
/// - Source: Marsaglia, Xorshift RNGs, 2003.
struct Jitter: Hashable, Sendable {
  private var state: UInt64

  /// Zero means none at all.
  init(seed: UInt64 = 0) { state = seed }

  /// Each run has its own for each of its hosts.
  init(run: String, host: String) {
    self.init(seed: Fingerprint(Array("\(run) \(host)".utf8)).low)
  }

  /// Returns up to a quarter of a pause, each time another part.
  mutating func next(of pause: Int64) -> Int64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return pause / 4 * Int64(state >> 48) / 65_536
  }
}
