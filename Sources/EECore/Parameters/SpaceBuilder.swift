/// Makes the points of a sweep, stage by stage: products, rules, sample, inclusions, repetitions.
struct SpaceBuilder {
  /// Points whose values are drawn are held one by one.
  static let drawnLimit = 10_000_000
  /// Numbers of values that they may have together.
  static let heldLimit = 200_000_000

  /// How many points may be held.
  var rowLimit: Int { min(Self.drawnLimit, Self.heldLimit / max(1, names.count)) }

  let spec: SpaceSpec
  let names: [String]
  let table: ExpressionTable
  var account = SpaceAccount()
  var warnings: [Diagnostic] = []
  private(set) var axes: [Axis] = []
  /// For each axis, the number of each value.
  private var numbers: [[ParameterValue.Key: Int32]] = []
  /// For each value of each axis, the number of the first that is spelled as it is: points are named
  /// by spellings, so `1` and `"1"` are one in this.
  private(set) var spelled: [[Int32]] = []

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
      conditions: spec.rules.compactMap(\.test.expression), mixed: isAsked ? spec.mixed : [])
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
    try checkSize(blocks)
    if blocks.count > 1 { dropDuplicates(&blocks) }
    var space = ParameterSpace(axes, blocks: blocks)
    account.count = space.count
    try DerivedAxes(spec, table: table).append(to: &space)
    return space
  }

  /// The products of a union are each within the limit, and so must be all of them.
  private func checkSize(_ blocks: [ParameterSpace.Block]) throws(Diagnostics) {
    var total = 0
    for block in blocks {
      total += block.count
      guard total > ParameterSpace.limit else { continue }
      throw Diagnostics(
        .spaceTooLarge, "the sweep has more than \(ParameterSpace.limit) points",
        at: axes.first?.position, hint: "shorten a parameter's list of values, or take a sample")
    }
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
        axis.values.enumerated().map { ($0.element.key, Int32($0.offset)) }
      ) { first, _ in first }
    }
    spelled = axes.indices.map { axis in
      axes[axis].values.map { spelledNumber(of: $0, onAxis: axis) ?? 0 }
    }
    for subspace in spec.subspaces.dropFirst() {
      for axis in subspace.dimensions.joined {
        guard let index = names.firstIndex(of: axis.name) else { continue }
        for value in axis.values { _ = number(of: value, onAxis: index) }
      }
    }
  }

  /// The number of a value among those of an axis, which it joins where it is new.
  mutating func number(of value: ParameterValue, onAxis index: Int) -> Int32 {
    if let known = numbers[index][value.key] { return known }
    let number = Int32(axes[index].values.count)
    numbers[index][value.key] = number
    spelled[index].append(spelledNumber(of: value, onAxis: index) ?? number)
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

  private func spelledNumber(of value: ParameterValue, onAxis index: Int) -> Int32? {
    [true, false].compactMap { isText in
      numbers[index][ParameterValue.Key(spelling: value.spelling, isText: isText)]
    }.min()
  }

  /// Keeps the first of equal points: what an earlier product or inclusion has is there once.
  private mutating func dropDuplicates(_ blocks: inout [ParameterSpace.Block]) {
    var seen = Set<Fingerprint>(minimumCapacity: blocks.reduce(0) { $0 + $1.count })
    var numbers = [Int32](repeating: -1, count: names.count)
    for index in blocks.indices {
      let count = blocks[index].count
      // Equal points within one product come from equal values, which are a mistake to report.
      let keepsOwn = index > 0 && index < spec.subspaces.count
      var own: Set<Fingerprint> = []
      var fresh: [Int] = []
      for point in 0..<count {
        for axis in numbers.indices {
          let number = blocks[index].valueIndex(ofAxis: axis, at: point)
          numbers[axis] = number.map { spelled[axis][$0] } ?? -1
        }
        let key = numbers.withUnsafeBytes(Fingerprint.init)
        let isNew = seen.insert(key).inserted
        if isNew, keepsOwn { own.insert(key) }
        if isNew || index == 0 || own.contains(key) { fresh.append(point) }
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
