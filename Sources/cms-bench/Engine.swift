import CCWorkflow
import CampaignStore

/// The workflow engine alone: every job of a graph begins, starts and ends well.
enum Engine {
  private typealias Edges = [(source: Int, destination: Int)]
  private static let count = 100_000
  private static let slots = 64

  static func measurements() -> [Measurement] {
    measurements("fan-out", fan) + measurements("chain", chain) + measurements("layers", layers)
  }

  /// One vertex before all others.
  private static var fan: Edges { (1..<count).map { (0, $0) } }

  private static var chain: Edges { (1..<count).map { ($0 - 1, $0) } }

  /// A hundred layers of a thousand; each vertex waits for three of the layer before.
  private static var layers: Edges {
    let width = 1000
    return (width..<count).flatMap { vertex in
      [0, 1, 7].map { ((vertex / width - 1) * width + (vertex + $0) % width, vertex) }
    }
  }

  private static func measurements(_ shape: String, _ edges: Edges) -> [Measurement] {
    let graph = Graph(count: count, edges: edges)
    let names = (0..<count).map { "job-\($0)" }
    let title = "engine, \(shape) of 100,000 jobs"
    // Sorting the same graph once is the least that any engine has to do.
    let sort = Measurement.Floor("topological sort") { graph.topologicalOrder().reduce(0, &+) }
    return [
      Measurement(title, .rate(Double(4 * count), "transitions/s")) { try drive(graph, names) },
      Measurement("\(title), each", .microseconds(per: count), over: sort) {
        try drive(graph, names)
      },
    ]
  }

  private struct LeftBehind: Error {}

  /// Performs the engine's effects at once; what is launched first ends first.
  private static func drive(_ graph: Graph, _ names: [String]) throws -> Int {
    let vertices = [WorkflowEngine.Vertex](
      repeating: WorkflowEngine.Vertex(.job(JobDemand())), count: graph.count)
    var engine = WorkflowEngine(
      vertices, names: names, graph: graph, pool: ResourcePool(cpus: slots))
    var launched: [Int] = []
    launched.reserveCapacity(graph.count)
    var changes = 0
    func take(_ effects: [EngineEffect]) {
      for effect in effects {
        switch effect {
        case .launch(let vertex, _): launched.append(vertex)
        case .changed: changes += 1
        default: break
        }
      }
    }
    take(engine.handle(.begin, at: 0))
    var next = 0
    while next < launched.count {
      take(engine.handle(.started(launched[next]), at: 0))
      take(engine.handle(.ended(launched[next], .done, cause: nil), at: 0))
      next += 1
    }
    guard engine.isFinished, changes == 4 * graph.count else { throw LeftBehind() }
    return changes
  }
}
