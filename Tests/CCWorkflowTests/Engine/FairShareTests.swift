import CampaignStore
import Testing

@testable import CCWorkflow

/// How groups share a host on which there is not room for all of them.
@Suite struct FairShareTests {
  /// Groups of so many jobs each, one after the other in the file; what a group asks for, and what it
  /// waits for.
  private static func bench(
    _ sizes: [Int], _ requests: [ResourceRequest] = [], slots: Int, behind: [Int: Int] = [:]
  ) -> (bench: EngineBench, group: [Int: Int]) {
    var vertices: [WorkflowEngine.Vertex] = []
    var edges: [(Int, Int)] = []
    var group: [Int: Int] = [:]
    var joins: [Int] = []
    for (number, size) in sizes.enumerated() {
      let gate = vertices.count
      let request = requests.isEmpty ? ResourceRequest() : requests[number]
      vertices.append(.init(.gate))
      vertices += Array(repeating: .init(.job(JobDemand(request))), count: size)
      vertices.append(.init(.join(isOpen: false)))
      for member in (gate + 1)...(gate + size) {
        edges += [(gate, member), (member, gate + size + 1)]
        group[member] = number
      }
      if let before = behind[number] { edges.append((joins[before], gate)) }
      joins.append(gate + size + 1)
    }
    return (
      EngineBench(vertices: vertices, edges: edges, pool: ResourcePool(cpus: slots)), group
    )
  }

  /// Runs to the end, the first that was started ending first; returns the groups in order of starts.
  private static func order(
    _ made: (bench: EngineBench, group: [Int: Int]), atMost: Int = .max
  ) -> [Int] {
    var bench = made.bench
    var started = bench.feed(.begin)
    var place = 0
    while place < started.count, started.count < atMost {
      started += bench.feed(.ended(started[place], .done, cause: nil))
      place += 1
    }
    return started.compactMap { made.group[$0] }
  }

  @Test func `groups take turns, and a large one does not keep a small one waiting`() {
    let order = Self.order(Self.bench([10_000, 3, 5], slots: 2), atMost: 40)
    #expect(order.prefix(15) == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 2, 0, 2, 0, 0])
  }

  @Test func `so do groups that ask for different things`() {
    let requests = [ResourceRequest(), ResourceRequest(memory: 1), ResourceRequest(cpus: 2)]
    let order = Self.order(Self.bench([10_000, 3, 3], requests, slots: 4), atMost: 40)
    #expect(order.prefix(10).sorted() == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
  }

  @Test func `a group that comes later shares from then on, and is not let past`() {
    // The third waits for the first, which is behind nothing and before it, so goes first.
    let order = Self.order(Self.bench([4, 1000, 20], slots: 2, behind: [2: 0]), atMost: 60)
    #expect(order.prefix(4) == [0, 0, 0, 0])
    let rest = order.dropFirst(4).drop { $0 == 1 }.prefix(20)
    #expect(rest.count { $0 == 2 } == 10)
  }

  @Test func `a retry does not go to the end of its group`() {
    let demand = JobDemand(retry: RetryPolicy(max: 1, causes: [.exit]))
    let vertices: [WorkflowEngine.Vertex] =
      [.init(.gate)] + Array(repeating: .init(.job(demand)), count: 5)
      + [.init(.join(isOpen: false))]
    var bench = EngineBench(
      vertices: vertices, edges: (1...5).flatMap { [(0, $0), ($0, 6)] },
      pool: ResourcePool(cpus: 1))
    #expect(bench.feed(.begin) == [1])
    #expect(bench.feed(.ended(1, .failed, .exit, cause: nil)) == [1])
  }

  @Test func `on each host its own groups take turns, however fast another host is`() {
    var share = FairShare()
    for _ in 0..<100 {
      let turn = share.turn(ofGroup: 1, priority: 1, hosts: [1])
      share.note(turn, priority: 1, host: 1)
    }
    #expect(share.turn(ofGroup: 2, priority: 1, hosts: [2]) == 0)
    #expect(share.turn(ofGroup: 3, priority: 1, hosts: [1]) == 99)
    #expect(share.turn(ofGroup: 3, priority: 1, hosts: [1]) == 100)
    #expect(share.turn(ofGroup: 4, priority: 2, hosts: [1]) == 0)
    #expect(share.turn(ofGroup: nil, priority: 1, hosts: [1, 2]) == 0)
  }
}
