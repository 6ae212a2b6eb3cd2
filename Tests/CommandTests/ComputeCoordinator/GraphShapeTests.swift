import HostIO
import TestSupport
import Testing

/// Whole workflows of many short jobs, shaped as real ones: every edge holds, and no job runs twice.
///
/// With `CMS_NIGHTLY` each has ten thousand jobs.
@Suite struct GraphShapeTests {
  private static let jobs = Environment.value("CMS_NIGHTLY") == nil ? 100 : 10_000

  enum Shape: String, CaseIterable {
    case fan, chain, lanes, mosaic, random

    func make(_ jobs: Int, seed: UInt64) -> WorkflowShape {
      var generator = SeededGenerator(seed: seed)
      return switch self {
      case .fan: .fan(jobs)
      case .chain: .chain(jobs)
      case .lanes: .lanes(jobs)
      case .mosaic: .mosaic(jobs, using: &generator)
      case .random: .random(jobs, using: &generator)
      }
    }
  }

  @Test(arguments: Shape.allCases)
  func `jobs begin after all that they depend on, and each runs once`(shape: Shape) throws {
    let seed: UInt64 = 4
    let graph = shape.make(Self.jobs, seed: seed)
    // Lines that are appended stand in the order in which things happened.
    let exec = "echo \"B {name}\" >> order.txt; echo \"E {name}\" >> order.txt"
    let test = try CommandTest().file("workflow.yaml", graph.text(exec: exec))
    let run = try test.run("cms-cc", "run", "workflow.yaml", "-j", "8", "--quiet")
    #expect(run.code == 0, "seed \(seed): \(run.errors)")
    let lines = try test.place.text("order.txt").split(separator: "\n").map(String.init)
    var positions: [String: Int] = [:]
    for (position, line) in lines.enumerated() {
      #expect(positions.updateValue(position, forKey: line) == nil, "\(line) twice, seed \(seed)")
    }
    #expect(lines.count == 2 * graph.count)
    let broken = graph.edges.filter { edge in
      guard let end = positions["E j\(edge.source)"],
        let begin = positions["B j\(edge.destination)"]
      else { return true }
      return end > begin
    }
    #expect(broken.isEmpty, "seed \(seed)")
  }
}
