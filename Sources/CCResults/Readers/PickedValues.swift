internal import EECore

/// The values that were found for a declared result, as far as its pick needs them.
///
/// - Cost: constant memory, but for a series.
struct PickedValues: Hashable, Sendable {
  private let pick: ResultSpec.Pick
  private(set) var count = 0
  private(set) var unit: String?
  /// Whether some was no finite number.
  private(set) var hasOthers = false
  private var first: Double?
  private var last: Double?
  private var least: Double?
  private var greatest: Double?
  private var mean = 0.0
  private var numbers = 0
  private var series: [Measurement.Point] = []
  private(set) var omitted = 0

  init(_ pick: ResultSpec.Pick) { self.pick = pick }

  /// Takes up a value in the order found; nil for what is no finite number.
  mutating func add(_ value: Double?, step: Int? = nil, unit: String? = nil) {
    let value = value.flatMap { $0.isFinite ? $0 : nil }
    if count == 0 { first = value }
    count += 1
    last = value
    self.unit = unit ?? self.unit
    guard let value else {
      hasOthers = true
      return
    }
    numbers += 1
    mean += (value - mean) / Double(numbers)
    least = min(least ?? value, value)
    greatest = max(greatest ?? value, value)
    if pick == .all { keep(Measurement.Point(step: step ?? count, value: value)) }
  }

  private mutating func keep(_ point: Measurement.Point) {
    // A step that comes again begins the series anew from there, as a restarted job does.
    while let last = series.last, last.step >= point.step { series.removeLast() }
    if series.count < MeasurementTable.bound { series.append(point) } else { omitted += 1 }
  }

  /// The value that counts; nil where there is none that is a finite number.
  var value: Double? {
    switch pick {
    case .first: first
    case .last, .all: last
    case .min: least
    case .max: greatest
    case .mean: numbers > 0 ? mean : nil
    }
  }

  /// The series, where it is kept, and then what stands for the name.
  func measurements(of result: ResultSpec) -> [Measurement] {
    let unit = result.unit ?? unit
    return series.map {
      Measurement(name: result.name, value: $0.value, unit: unit, step: $0.step)
    } + (value.map { [Measurement(name: result.name, value: $0, unit: unit)] } ?? [])
  }
}
