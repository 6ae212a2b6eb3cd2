/// Which processors are leased to jobs that have them for themselves.
struct ProcessorLedger: Sendable {
  private var numbers: [Int]
  /// Also those that are gone and still leased.
  private var taken: Set<Int> = []

  init(_ numbers: [Int]) { self.numbers = numbers }

  /// Returns the first free ones; nil where there are too few.
  ///
  /// - Cost: O(processors), for jobs that want their own only.
  func fit(_ count: Int) -> [Int]? {
    let free = Array(numbers.lazy.filter { !taken.contains($0) }.prefix(count))
    return free.count == count ? free : nil
  }

  mutating func take(_ processors: [Int]) { taken.formUnion(processors) }

  mutating func release(_ processors: [Int]) { taken.subtract(processors) }

  /// Changes which there are; those that are leased stay so until they are given back.
  mutating func change(to numbers: [Int]) { self.numbers = numbers }
}
