/// The points of a sample, taken one by one until there are enough or no more.
struct SampleTaking {
  /// Gives the number of a value that an axis of a part has drawn, and that of its spelling.
  typealias NumberOfValue = (_ part: Int, _ axis: Int, _ value: ParameterValue) -> (
    value: Int32, spelling: Int32
  )

  /// Draws of one point before it counts as there in all its forms.
  static let drawLimit = 100

  /// What one product gives to the sample.
  struct Part {
    /// The number of cells that the rules left.
    let size: Int
    /// Nil where its cells are taken as they are.
    let drawn: [Distribution]?
    /// How many points a cell has at most, by what is drawn.
    let forms: Int?

    init(_ subspace: Subspace, size: Int) {
      self.size = size
      drawn = subspace.drawn.isEmpty ? nil : subspace.drawn.map(\.distribution)
      var forms: Int? = 1
      for distribution in subspace.drawn.map(\.distribution) {
        let product = distribution.forms.map { forms?.multipliedReportingOverflow(by: $0) } ?? nil
        forms = product.map { $0.overflow ? nil : $0.partialValue } ?? nil
      }
      self.forms = forms
    }
  }

  /// The points taken of one product.
  struct Taken {
    /// Places among its cells.
    var places: [Int] = []
    /// The numbers of the values drawn, for each of the places.
    var values: [Int32] = []
    fileprivate var seen: Set<Fingerprint> = []
    /// For cells of a few forms: how many of them are there.
    fileprivate var formsTaken: [Int: Int] = [:]
  }

  private let parts: [Part]
  private let limit: Int
  private var sampler: Sampler
  private(set) var taken: [Taken]
  private(set) var count = 0

  init(_ parts: [Part], count limit: Int, seed: UInt64) {
    self.parts = parts
    self.limit = limit
    sampler = Sampler(seed: seed)
    taken = parts.map { _ in Taken() }
  }

  /// Takes all cells once before any again, which only those with drawn values are.
  ///
  mutating func run(_ number: NumberOfValue) {
    take(parts.indices.filter { parts[$0].size > 0 }, number)
    let again = parts.indices.filter { parts[$0].drawn != nil && parts[$0].size > 0 }
    var before = -1
    while count < limit, count > before, !again.isEmpty {
      before = count
      take(again, number)
    }
  }

  private mutating func take(_ indices: [Int], _ number: NumberOfValue) {
    let size = indices.reduce(0) { $0 + parts[$1].size }
    var shuffle = Shuffle(of: size, expected: min(limit - count, size))
    while count < limit, var place = sampler.next(of: &shuffle) {
      for index in indices {
        guard place >= parts[index].size else {
          takeCell(place, of: index, number)
          break
        }
        place -= parts[index].size
      }
    }
  }

  private mutating func takeCell(_ place: Int, of index: Int, _ number: NumberOfValue) {
    guard let distributions = parts[index].drawn else {
      taken[index].places.append(place)
      count += 1
      return
    }
    if let forms = parts[index].forms {
      guard taken[index].formsTaken[place, default: 0] < forms else { return }
    }
    for _ in 0..<Self.drawLimit {
      let values = sampler.draw(distributions)
      var key = [Int32(truncatingIfNeeded: place), Int32(truncatingIfNeeded: place >> 32)]
      var numbers: [Int32] = []
      for (axis, value) in values.enumerated() {
        let found = number(index, axis, value)
        numbers.append(found.value)
        key.append(found.spelling)
      }
      let print = key.withUnsafeBytes(Fingerprint.init)
      guard taken[index].seen.insert(print).inserted else { continue }
      if parts[index].forms != nil { taken[index].formsTaken[place, default: 0] += 1 }
      taken[index].places.append(place)
      taken[index].values += numbers
      count += 1
      return
    }
  }
}

extension Distribution {
  /// How many values it has at most; nil where they are not worth counting.
  fileprivate var forms: Int? {
    switch shape {
    case .choice(let values): Set(values.map(\.spelling)).count
    case .wholeUniform(let low, let high), .wholeLoguniform(let low, let high): high - low + 1
    case .uniform, .loguniform, .normal: nil
    }
  }
}
