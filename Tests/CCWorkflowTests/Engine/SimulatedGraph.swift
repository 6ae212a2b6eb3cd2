@testable import CCWorkflow

/// A random workflow: chains, layers and fan-outs of jobs, markers, joins, groups and open groups.
struct SimulatedGraph {
  typealias Vertex = WorkflowEngine.Vertex

  private(set) var roles: [WorkflowEngine.Role] = []
  private(set) var needsDecision: [Bool] = []
  private(set) var predecessors: [[Int]] = []
  private(set) var successors: [[Int]] = []
  /// By join.
  private(set) var gates: [Int: Int] = [:]
  private(set) var joins: [Int: Int] = [:]
  private var edges: [(source: Int, destination: Int)] = []

  init(_ random: inout SeededGenerator) {
    let count = random.happens(4) ? 30 : Int.random(in: 1...10, using: &random)
    let hasGroups = random.happens(60)
    // The vertex that something comes behind, and the one that it comes before.
    var items: [(entry: Int, exit: Int)] = []
    for _ in 0..<count { items.append(addItem(hasGroups, &random)) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      for (left, right) in zip(items, items.dropFirst()) { connect(left.exit, right.entry) }
    case 1:
      let width = Int.random(in: 1...4, using: &random)
      for place in items.indices.dropFirst(width) {
        for offset in 1...width where random.happens(60) {
          connect(items[place - place % width - offset].exit, items[place].entry)
        }
      }
    default:
      let density = Int.random(in: 0...40, using: &random)
      for place in items.indices {
        for earlier in 0..<place where random.happens(density) {
          connect(items[earlier].exit, items[place].entry)
        }
      }
    }
    edges.shuffle(using: &random)
  }

  private mutating func addItem(
    _ hasGroups: Bool, _ random: inout SeededGenerator
  ) -> (entry: Int, exit: Int) {
    let asks = random.happens(12)
    switch Int.random(in: 0..<(hasGroups ? 16 : 12), using: &random) {
    case 0:
      let marker = add(.marker, asks)
      return (marker, marker)
    case 1, 2:
      let join = add(.join(isOpen: false), false)
      return (join, join)
    case 12...:
      let isOpen = random.happens(60)
      let join = add(.join(isOpen: isOpen), false)
      let members = (0..<Int.random(in: 0...(isOpen ? 1 : 3), using: &random)).map { _ in
        add(SimulatedGraph.work(&random), random.happens(10))
      }
      let gate = add(.gate, asks)
      gates[join] = gate
      joins[gate] = join
      connect(gate, join)
      for member in members {
        connect(gate, member)
        connect(member, join)
      }
      return (gate, join)
    default:
      let job = add(SimulatedGraph.work(&random), asks)
      return (job, job)
    }
  }

  private mutating func add(_ role: WorkflowEngine.Role, _ asks: Bool) -> Int {
    roles.append(role)
    needsDecision.append(asks)
    predecessors.append([])
    successors.append([])
    return roles.count - 1
  }

  private mutating func connect(_ source: Int, _ destination: Int) {
    edges.append((source, destination))
    predecessors[destination].append(source)
    successors[source].append(destination)
  }

  /// A job of any kind.
  static func work(_ random: inout SeededGenerator) -> WorkflowEngine.Role {
    var retry: RetryPolicy?
    if random.happens(40) {
      retry = RetryPolicy(
        max: Int.random(in: 0...3, using: &random),
        causes: Set(FailureCause.allCases.filter { _ in random.happens(60) }),
        delay: random.happens(50) ? 0 : Int64.random(in: 1...50, using: &random),
        memoryFactor: random.happens(50) ? 1 : 2, timeFactor: random.happens(50) ? 1 : 1.5)
    }
    return .job(
      JobDemand(
        SimulatedGraph.request(&random),
        limit: random.happens(30) ? Int64.random(in: 0...80, using: &random) : nil,
        grace: Int64.random(in: 0...20, using: &random), retry: retry))
  }

  private static func request(_ random: inout SeededGenerator) -> ResourceRequest {
    var gpus: [GPURequest] = []
    if random.happens(35) {
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let type = [nil, "a", "a", "b", "b"].randomElement(using: &random) ?? nil
        let isShare = random.happens(50)
        gpus.append(
          isShare
            ? GPURequest(type: type, share: Int.random(in: 1...7, using: &random) * 140)
            : GPURequest(type: type, count: Int.random(in: 1...2, using: &random)))
      }
    }
    return ResourceRequest(
      cpus: random.happens(10) ? 0 : Int.random(in: 1...5, using: &random),
      memory: random.happens(50) ? 0 : Int.random(in: 1...9, using: &random), gpus: gpus,
      isExclusive: random.happens(5), isPinned: random.happens(20),
      hosts: Fleet.someNames(&random))
  }

  /// What a run begins with.
  var vertices: [Vertex] {
    zip(roles, needsDecision).map { Vertex($0, needsDecision: $1) }
  }

  var graph: Graph { Graph(count: roles.count, edges: edges) }

  var names: [String] { roles.indices.map { "v\($0)" } }

  func isOpen(_ join: Int) -> Bool { roles[join] == .join(isOpen: true) }

  func isJob(_ vertex: Int) -> Bool {
    guard case .job = roles[vertex] else { return false }
    return true
  }

  func isJoin(_ vertex: Int) -> Bool {
    guard case .join = roles[vertex] else { return false }
    return true
  }

  mutating func expand(_ gate: Int, _ members: [Vertex], isClosed: Bool) {
    guard let join = joins[gate] else { return }
    if isClosed || members.isEmpty { roles[join] = .join(isOpen: false) }
    for member in members {
      let vertex = add(member.role, member.needsDecision)
      connect(gate, vertex)
      connect(vertex, join)
    }
  }

  /// What somebody means who names these.
  func closure(_ list: [Int]) -> Set<Int> {
    var all: Set<Int> = []
    var open = list
    while let vertex = open.popLast() {
      guard roles.indices.contains(vertex), all.insert(vertex).inserted else { continue }
      if isJoin(vertex) { open += predecessors[vertex] }
      if let join = joins[vertex] { open.append(join) }
    }
    return all
  }

  /// Jobs on the longest path from each vertex to an end.
  var priorities: [Int] {
    var known = [Int?](repeating: nil, count: roles.count)
    func priority(_ vertex: Int) -> Int {
      if let priority = known[vertex] { return priority }
      let longest = successors[vertex].map(priority).max() ?? 0
      known[vertex] = longest + (isJob(vertex) ? 1 : 0)
      return longest + (isJob(vertex) ? 1 : 0)
    }
    return roles.indices.map(priority)
  }
}

extension ResourcePool {
  /// A small machine.
  static func random(_ random: inout SeededGenerator) -> ResourcePool {
    let types = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      random.happens(60) ? "a" : "b"
    }
    // Which device is which stays, whichever of them there are.
    let devices = zip(0..., types).map { Device(id: "\($0)\($1)", type: $1) }
    let processors = random.happens(10) ? [] : (0..<6).filter { _ in random.happens(70) }
    return ResourcePool(
      cpus: Int.random(in: 1...6, using: &random), processors: processors,
      memory: random.happens(30) ? 0 : Int.random(in: 6...16, using: &random),
      devices: devices.shuffled(using: &random),
      slots: random.happens(20) ? Int.random(in: 1...3, using: &random) : .max)
  }
}
