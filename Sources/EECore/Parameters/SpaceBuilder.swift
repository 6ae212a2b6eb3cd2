/// Makes the points of a sweep, stage by stage: products, rules, sample, inclusions, repetitions.
struct SpaceBuilder {
  /// Points whose values are drawn are held one by one.
  static let drawnLimit = 10_000_000

  let spec: SpaceSpec
  let names: [String]
  let table: ExpressionTable
  var account = SpaceAccount()
  var warnings: [Diagnostic] = []
  private(set) var axes: [Axis] = []
  /// For each axis, the number of the value with a spelling.
  private var numbers: [[String: Int32]] = []

  struct Result {
    let space: ParameterSpace
    let account: SpaceAccount
    let warnings: [Diagnostic]
    /// What is wrong where no point is left.
    let emptiness: Diagnostic?
  }

  /// Makes the space that a file describes.
  ///
  /// - Throws: ``Diagnostics`` at what cannot be made.
  static func build(_ spec: SpaceSpec) throws(Diagnostics) -> Result {
    var builder = try SpaceBuilder(spec)
    let space = try builder.space()
    return Result(
      space: space, account: builder.account, warnings: spec.warnings + builder.warnings,
      emptiness: space.count > 0 ? nil : builder.nothingLeft)
  }

  private init(_ spec: SpaceSpec) throws(Diagnostics) {
    self.spec = spec
    names = spec.names
    // A table cannot have columns that differ only by case, which matters to expressions alone.
    let isAsked = !spec.derive.isEmpty || spec.rules.contains { $0.test.expression != nil }
    table = try ExpressionTable(
      columns: isAsked ? names : [], derived: spec.derive.map { ($0.entry.key, $0.expression) },
      conditions: spec.rules.compactMap(\.test.expression))
  }

  private mutating func space() throws(Diagnostics) -> ParameterSpace {
    collectAxes()
    try checkRules()
    for subspace in spec.subspaces { account.products.append(SpaceAccount.Product(subspace)) }
    var kept: [[UInt32]?] = []
    for index in spec.subspaces.indices { kept.append(try survivors(index)) }
    var blocks: [ParameterSpace.Block] = []
    if let sample = spec.sample {
      blocks = try sampled(sample, kept)
    } else {
      blocks = try unsampled(kept)
    }
    blocks += try inclusions()
    if blocks.count > 1 { dropDuplicates(&blocks) }
    var space = ParameterSpace(axes, blocks: blocks)
    account.count = space.count
    try DerivedAxes(spec, table: table).append(to: &space)
    return space
  }

  /// Gathers the values of each name over all maps.
  private mutating func collectAxes() {
    var first: [String: Axis] = [:]
    for axis in spec.subspaces.flatMap(\.axes) where first[axis.name] == nil {
      first[axis.name] = axis
    }
    axes = names.compactMap { first[$0] }
    numbers = axes.map { axis in
      Dictionary(
        axis.values.enumerated().map { ($0.element.spelling, Int32($0.offset)) }
      ) { first, _ in first }
    }
    for subspace in spec.subspaces.dropFirst() {
      for axis in subspace.dimensions.joined {
        guard let index = names.firstIndex(of: axis.name) else { continue }
        for value in axis.values { _ = number(of: value, onAxis: index) }
      }
    }
  }

  /// The number of a value among those of an axis, which it joins where it is new.
  private mutating func number(of value: ParameterValue, onAxis index: Int) -> Int32 {
    if let known = numbers[index][value.spelling] { return known }
    let number = Int32(axes[index].values.count)
    numbers[index][value.spelling] = number
    axes[index].append(value)
    return number
  }

  private var nothingLeft: Diagnostic {
    Diagnostic(
      .error, .emptySpace, "no combination is left of the sweep, expected at least one",
      at: spec.rules.first?.position ?? axes.first?.position,
      hint: "cms-ee explain shows what each rule takes away")
  }

  private func unsampled(_ kept: [[UInt32]?]) throws(Diagnostics) -> [ParameterSpace.Block] {
    var blocks: [ParameterSpace.Block] = []
    for (subspace, cells) in zip(spec.subspaces, kept) {
      if let drawn = subspace.drawn.first {
        throw Diagnostics(
          .missingSample, "parameter '\(drawn.name)' is drawn, but nothing says how many points",
          at: drawn.position, width: drawn.name.count, hint: "write sample: {count: 50, seed: 7}")
      }
      blocks.append(block(of: subspace, cells))
    }
    return blocks
  }

  /// Returns some cells with all their repetitions, in the order of the product.
  func block(of subspace: Subspace, _ cells: [UInt32]?) -> ParameterSpace.Block {
    let grid = subspace.grid(in: axes)
    guard let cells else { return .grid(grid) }
    guard subspace.repeatCount > 1 else { return .selected(grid, cells) }
    var isKept = [Bool](repeating: false, count: subspace.cellCount)
    for cell in cells { isKept[Int(cell)] = true }
    return .selected(
      grid, (0..<grid.count).filter { isKept[subspace.cell(of: $0)] }.map(UInt32.init))
  }

  mutating func set(_ point: inout [Int32], _ name: String, _ value: ParameterValue) {
    guard let index = names.firstIndex(of: name) else { return }
    point[index] = number(of: value, onAxis: index)
  }

  /// Appends a point once for each combination of the repetitions that it does not name itself.
  mutating func append(
    _ point: [Int32], repeated: [Subspace.Dimension], to numbers: inout [Int32]
  ) {
    guard let dimension = repeated.first, let axis = dimension.axes.first else {
      numbers += point
      return
    }
    for value in axis.values {
      var next = point
      set(&next, axis.name, value)
      append(next, repeated: Array(repeated.dropFirst()), to: &numbers)
    }
  }

  /// Keeps the first of equal points: what is there is there once.
  private mutating func dropDuplicates(_ blocks: inout [ParameterSpace.Block]) {
    var seen = Set<Fingerprint>(minimumCapacity: blocks.reduce(0) { $0 + $1.count })
    var numbers = [Int32](repeating: -1, count: names.count)
    for index in blocks.indices {
      let count = blocks[index].count
      var fresh: [Int] = []
      for point in 0..<count {
        for axis in numbers.indices {
          numbers[axis] = Int32(blocks[index].valueIndex(ofAxis: axis, at: point) ?? -1)
        }
        // Equal points within one product come from equal values, which are a mistake to report.
        let isNew = seen.insert(numbers.withUnsafeBytes(Fingerprint.init)).inserted
        if isNew || index == 0 { fresh.append(point) }
      }
      guard fresh.count < count else { continue }
      account.duplicates += count - fresh.count
      blocks[index] = blocks[index].keeping(fresh)
    }
  }
}

extension ParameterSpace.Block {
  /// Returns the block with only some of its points.
  fileprivate func keeping(_ points: [Int]) -> ParameterSpace.Block {
    switch self {
    case .grid(let grid): .selected(grid, points.map(UInt32.init))
    case .selected(let grid, let all): .selected(grid, points.map { all[$0] })
    case .rows(let numbers, let width):
      .rows(points.flatMap { numbers[($0 * width)..<(($0 + 1) * width)] }, width: width)
    }
  }
}

extension SpaceAccount.Product {
  fileprivate init(_ subspace: Subspace) {
    self.init(
      factors: subspace.dimensions.map {
        Factor(names: $0.axes.map(\.name), count: $0.count, isRepeat: $0.isRepeat)
      },
      drawn: subspace.drawn.map(\.name))
  }
}

extension [Subspace.Dimension] {
  fileprivate var joined: [Axis] { flatMap(\.axes) }
}
