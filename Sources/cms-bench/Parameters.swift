import EECore

/// Expansion of hostlists and enumeration of a parameter space.
enum Parameters {
  static func measurements() throws -> [Measurement] { [hostlist(), try points()] }

  private static func hostlist() -> Measurement {
    let expression = "node[0001-1000],rack[1-40]-slot[01-25],login1,login2"
    let count = 2002
    return Measurement("expand a hostlist, each name", .nanoseconds(per: 50 * count)) {
      try (0..<50).reduce(0) { sum, _ in
        try HostlistExpression(expression).expanded().reduce(sum) { $0 &+ $1.utf8.count }
      }
    }
  }

  private static func points() throws -> Measurement {
    let position = SourcePosition(file: "bench.yaml", line: 1, column: 1)
    let axes = ["a", "b", "c", "d", "e", "f"].map { name in
      Axis(name: name, values: (0..<10).map { ParameterValue(spelled: "\($0)") }, at: position)
    }
    let space = try ParameterSpace(axes)
    return Measurement(
      "enumerate 1,000,000 points, each", .nanoseconds(per: space.count),
      over: Measurement.Floor("nested loops") { nested(axes) }
    ) {
      (0..<space.count).reduce(0) { sum, point in
        space[point].parameters.reduce(sum) { $0 &+ $1.value.spelling.utf8.count }
      }
    }
  }

  /// The same six values for each point, by loops in loops.
  private static func nested(_ axes: [Axis]) -> Int {
    let lengths = axes.map { $0.values.map { $0.spelling.utf8.count } }
    var sum = 0
    for a in lengths[0] {
      for b in lengths[1] {
        for c in lengths[2] {
          for d in lengths[3] {
            for e in lengths[4] {
              for f in lengths[5] { sum &+= a + b + c + d + e + f }
            }
          }
        }
      }
    }
    return sum
  }
}
