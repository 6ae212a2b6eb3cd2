/// Finds the next of a few words in one pass over bytes.
///
/// - Source: Horspool's algorithm for a set of words, on the first bytes of each.
struct MarkScanner: Sendable {
  private static let window = 6
  private let words: [[UInt8]]
  /// By the last byte of the window: how far the window may move.
  private let shifts: [UInt8]

  /// - Parameter words: Each of at least six bytes.
  init(_ words: [[UInt8]]) {
    self.words = words.map { Array($0.prefix(MarkScanner.window)) }
    var shifts = [UInt8](repeating: UInt8(MarkScanner.window), count: 256)
    for word in self.words {
      for (index, byte) in word.enumerated() {
        let shift = UInt8(MarkScanner.window - 1 - index)
        shifts[Int(byte)] = min(shifts[Int(byte)], shift)
      }
    }
    self.shifts = shifts
  }

  /// Returns where the next word may begin; only its first six bytes were looked at.
  func next(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    shifts.withUnsafeBufferPointer { shifts in
      var last = start + MarkScanner.window - 1
      while last < bytes.count {
        let shift = Int(shifts[Int(bytes[last])])
        let first = last - MarkScanner.window + 1
        if shift == 0, begins(bytes, at: first) { return first }
        last += max(shift, 1)
      }
      return nil
    }
  }

  private func begins(_ bytes: UnsafeRawBufferPointer, at first: Int) -> Bool {
    words.contains { bytes[first..<(first + MarkScanner.window)].elementsEqual($0) }
  }
}
