/// A graph of jobs, shaped as workflows of science are.
package struct WorkflowShape: Sendable {
  package private(set) var count = 0
  package private(set) var edges: [(source: Int, destination: Int)] = []

  private mutating func job(after sources: [Int] = []) -> Int {
    defer { count += 1 }
    edges += sources.map { ($0, count) }
    return count
  }

  /// One job, many beside each other, and one that waits for all of them.
  package static func fan(_ jobs: Int) -> WorkflowShape {
    var shape = WorkflowShape()
    let first = shape.job()
    let middle = (0..<jobs - 2).map { _ in shape.job(after: [first]) }
    _ = shape.job(after: middle)
    return shape
  }

  /// Each job after the one before it.
  package static func chain(_ jobs: Int) -> WorkflowShape {
    var shape = WorkflowShape()
    var last = shape.job()
    for _ in 1..<jobs { last = shape.job(after: [last]) }
    return shape
  }

  /// Lanes of five jobs that know nothing of each other, between a start and an end.
  package static func lanes(_ jobs: Int) -> WorkflowShape {
    var shape = WorkflowShape()
    let start = shape.job()
    let ends = (0..<(jobs - 2) / 5).map { _ in
      (0..<5).reduce(start) { last, _ in shape.job(after: [last]) }
    }
    _ = shape.job(after: ends)
    return shape
  }

  /// A mosaic of pictures: differences of neighbours that overlap, a fit over all of them, a
  /// correction of each picture, and the steps that join them.
  package static func mosaic(
    _ jobs: Int, using generator: inout SeededGenerator
  ) -> WorkflowShape {
    var shape = WorkflowShape()
    let pictures = (jobs - 6) / 5
    let projected = (0..<pictures).map { _ in shape.job() }
    let differences = (0..<3 * pictures).map { number in
      let one = projected[number % pictures]
      let other = projected.randomElement(using: &generator) ?? one
      return shape.job(after: one == other ? [one] : [one, other])
    }
    let fit = shape.job(after: differences)
    let model = shape.job(after: [fit])
    let corrected = projected.map { shape.job(after: [model, $0]) }
    let table = shape.job(after: corrected)
    let sum = shape.job(after: corrected + [table])
    let small = shape.job(after: [sum])
    _ = shape.job(after: [small])
    return shape
  }

  /// Every job after up to three earlier ones, mostly near ones.
  package static func random(
    _ jobs: Int, using generator: inout SeededGenerator
  ) -> WorkflowShape {
    var shape = WorkflowShape()
    for number in 0..<jobs {
      let sources = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
        number == 0 ? nil : Int.random(in: max(0, number - 40)..<number, using: &generator)
      }
      _ = shape.job(after: Set(sources).sorted())
    }
    return shape
  }

  /// The workflow file, whose jobs each run a command.
  package func text(exec: String) -> String {
    let nodes = (0..<count).map { "    j\($0): {exec: '\(exec)'}\n" }.joined()
    let chains = edges.map { "    - j\($0.source),j\($0.destination)\n" }.joined()
    return "workflow:\n  nodes:\n\(nodes)  dependencies:\n\(chains)"
  }
}
