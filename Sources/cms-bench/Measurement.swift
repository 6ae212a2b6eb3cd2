import Glibc

/// A quantity that is measured over and over, with what it is compared to.
struct Measurement {
  /// What one repetition does: some work, and a number made of its results.
  typealias Work = () throws -> Int

  /// How the seconds of one repetition become a figure.
  enum Scale {
    case microseconds(per: Int)
    case nanoseconds(per: Int)
    /// An amount that one repetition works through, by the second.
    case rate(Double, String)

    var unit: String {
      switch self {
      case .microseconds: "µs"
      case .nanoseconds: "ns"
      case .rate(_, let unit): unit
      }
    }

    func value(_ seconds: Double) -> Double {
      switch self {
      case .microseconds(let count): seconds / Double(count) * 1e6
      case .nanoseconds(let count): seconds / Double(count) * 1e9
      case .rate(let amount, _): amount / seconds
      }
    }
  }

  /// The least that a program could do instead.
  struct Floor {
    let name: String
    let work: Work

    init(_ name: String, _ work: @escaping Work) {
      self.name = name
      self.work = work
    }
  }

  private let name: String
  private let scale: Scale
  private let floor: Floor?
  private let work: Work

  init(_ name: String, _ scale: Scale, over floor: Floor? = nil, _ work: @escaping Work) {
    self.name = name
    self.scale = scale
    self.floor = floor
    self.work = work
  }

  /// Runs the work and its floor in turn, and prints a line of JSON.
  ///
  /// The numbers made of the results are added up and printed, so that no work can be left out.
  func run(repetitions: Int) throws {
    var ours: [Double] = []
    var floors: [Double] = []
    var check = 0
    for repetition in 0...repetitions {
      let seconds = try Measurement.seconds(work, &check)
      let least = try floor.map { try Measurement.seconds($0.work, &check) }
      // The first warms up.
      guard repetition > 0 else { continue }
      ours.append(seconds)
      if let least { floors.append(least) }
    }
    var line = "{\"name\": \"\(name)\", \"unit\": \"\(scale.unit)\""
    line += ", \"value\": \(scale.value(Measurement.median(ours)))"
    line += ", \"best\": \(scale.value(ours.min() ?? 0))"
    if let floor {
      let ratio = Measurement.median(zip(ours, floors).map { $0 / $1 })
      line += ", \"ratio\": \(ratio), \"base\": \"\(floor.name)\""
    }
    print(line + ", \"check\": \(check)}")
  }

  private static func seconds(_ work: Work, _ check: inout Int) throws -> Double {
    let clock = ContinuousClock()
    var result = 0
    let duration = try clock.measure { result = try work() }
    check &+= result
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
