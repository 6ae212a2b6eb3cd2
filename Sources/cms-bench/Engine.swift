import CCWorkflow
import CampaignStore

/// The workflow engine alone: every job of a graph begins, starts and ends well.
enum Engine {
  typealias Edges = [(source: Int, destination: Int)]
  static let count = 100_000
  private static let slots = 64

  static func measurements() -> [Measurement] {
    measurements("fan-out", fan) + measurements("chain", chain) + measurements("layers", layers)
      + [mixed]
  }

  /// Jobs of eight shapes, with limits and retries.
  static var demands: [JobDemand] {
    let retry = RetryPolicy(max: 2, causes: [.oom, .nodeFail], delay: 1000, memoryFactor: 2)
    return (0..<8).map { shape in
      let gpus = shape % 2 == 0 ? [GPURequest(type: "a100"), GPURequest(share: 500)] : []
      return JobDemand(
        ResourceRequest(cpus: 1 + shape % 4, memory: shape << 20, gpus: gpus),
        limit: 1_000_000_000, retry: retry)
    }
  }

  /// One vertex before all others.
  private static var fan: Edges { (1..<count).map { (0, $0) } }

  private static var chain: Edges { (1..<count).map { ($0 - 1, $0) } }

  /// A hundred layers of a thousand; each vertex waits for three of the layer before.
  static var layers: Edges {
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
      Measurement(title, .rate(Double(4 * count), "transitions/s")) {
        try drive(graph, names, [JobDemand()])
      },
      Measurement("\(title), each", .microseconds(per: count), over: sort) {
        try drive(graph, names, [JobDemand()])
      },
    ]
  }

  private static var mixed: Measurement {
    let graph = Graph(count: count, edges: layers)
    let names = (0..<count).map { "job-\($0)" }
    return Measurement(
      "engine, layers of 100,000 jobs of eight shapes with limits, each",
      .microseconds(per: count)
    ) { try drive(graph, names, demands) }
  }

  private struct LeftBehind: Error {}

  private static var pool: ResourcePool {
    let devices = (0..<8).map { ResourcePool.Device(id: "\($0)", type: "a100") }
    return ResourcePool(cpus: slots, memory: 1 << 30, devices: devices)
  }

  /// Performs the engine's effects at once; what is launched first ends first.
  static func drive(
    _ graph: Graph, _ names: [String], _ demands: [JobDemand]
  ) throws -> Int {
    let vertices = (0..<graph.count).map {
      WorkflowEngine.Vertex(.job(demands[$0 % demands.count]))
    }
    var engine = WorkflowEngine(vertices, names: names, graph: graph, fleet: Fleet(pool))
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
      take(engine.handle(.started(launched[next]), at: Int64(next)))
      take(engine.handle(.ended(launched[next], .done, cause: nil), at: Int64(next)))
      next += 1
    }
    guard engine.isFinished, changes == 4 * graph.count else { throw LeftBehind() }
    return changes
  }
}
