import CampaignStore
import Testing

@testable import CCWorkflow

/// Which of several hosts a job goes to.
@Suite struct FleetTests {
  private static let laptop = Fleet.Host("localhost", ResourcePool(cpus: 1))
  private static let desktop = Fleet.Host(
    "desktop", ResourcePool(cpus: 2, devices: [.init(id: "GPU-1", type: "v100")]))
  private static let cluster = Fleet.Host("cluster", .queue(slots: 3, types: ["a100", "v100"]))

  private func bench(
    _ requests: [ResourceRequest], _ others: [Fleet.Host], retry: RetryPolicy? = nil
  ) -> EngineBench {
    EngineBench(
      vertices: requests.map { .init(.job(JobDemand($0, retry: retry))) }, edges: [],
      fleet: Fleet(Self.laptop, others))
  }

  /// The host that each job was launched on, by vertex.
  private func hosts(_ effects: [EngineEffect]) -> [Int: Int] {
    var found: [Int: Int] = [:]
    for case .launch(let vertex, let lease) in effects { found[vertex] = lease.host }
    return found
  }

  @Test func `a job without hosts stays on this machine`() {
    var bench = bench([ResourceRequest(), ResourceRequest()], [Self.desktop])
    #expect(hosts(bench.handle(.begin)) == [0: 0])
  }

  @Test func `the first host with room is taken, in the order of the file`() {
    let request = ResourceRequest(hosts: ["desktop", "localhost"])
    var bench = bench([request, request, request, request], [Self.desktop])
    #expect(hosts(bench.handle(.begin)) == [0: 1, 1: 1, 2: 0])
    #expect(hosts(bench.handle(.ended(1, .done, cause: nil))) == [3: 1])
  }

  @Test func `a batch system takes what it has slots for and leases nothing`() {
    let request = ResourceRequest(
      cpus: 64, gpus: [GPURequest(type: "v100", count: 8)], hosts: ["cluster"])
    var bench = bench(Array(repeating: request, count: 4), [Self.cluster])
    #expect(hosts(bench.handle(.begin)) == [0: 1, 1: 1, 2: 1])
    #expect(bench.engine.vertices[0].lease == Lease(cpus: 64, host: 1))
  }

  @Test func `alternatives are taken where they are`() {
    let gpus = [GPURequest(type: "a100"), GPURequest(type: "v100")]
    let request = ResourceRequest(cpus: 0, gpus: gpus, hosts: ["desktop", "cluster"])
    var bench = bench([request, request], [Self.desktop, Self.cluster])
    #expect(hosts(bench.handle(.begin)) == [0: 1, 1: 2])
    #expect(bench.engine.vertices[0].lease == Lease(cpus: 0, devices: [0], host: 1))
    #expect(bench.engine.vertices[1].lease == Lease(cpus: 0, host: 2, alternative: 0))
  }

  @Test func `a type that only one of the hosts has goes to that one`() {
    let request = ResourceRequest(
      cpus: 0, gpus: [GPURequest(type: "a100")], hosts: ["desktop", "cluster"])
    var bench = bench([request], [Self.desktop, Self.cluster])
    #expect(hosts(bench.handle(.begin)) == [0: 2])
  }

  @Test func `what no host has fails and says what each of them has`() {
    let request = ResourceRequest(
      gpus: [GPURequest(type: "h100")], hosts: ["desktop", "cluster"])
    var bench = bench([request], [Self.desktop, Self.cluster])
    bench.feed(.begin)
    #expect(
      bench.causes == [
        "on 'desktop' it asks for 1 GPU of type 'h100', but all there is is 1 GPU of type 'v100'; "
          + "on 'cluster' it asks for 1 GPU of type 'h100', but it knows only 'a100', 'v100'"
      ])
  }

  @Test func `a host that is unknown by now is said`() {
    var bench = bench([ResourceRequest(hosts: ["gone"])], [])
    bench.feed(.begin)
    #expect(bench.causes == ["none of its hosts is known: 'gone'"])
  }

  @Test func `nothing starts on a host that cannot be reached until it can be`() {
    let request = ResourceRequest(hosts: ["desktop"])
    let away = Fleet.Host("desktop", ResourcePool(cpus: 2), isOpen: false)
    var bench = bench([request], [away])
    #expect(hosts(bench.handle(.begin)) == [:])
    #expect(!bench.engine.isStuck)
    #expect(hosts(bench.handle(.reach(host: 1, isOpen: true))) == [0: 1])
  }

  @Test func `what runs on a host that is lost goes on`() {
    var bench = bench([ResourceRequest(hosts: ["desktop"])], [Self.desktop])
    bench.feed(.begin)
    #expect(bench.handle(.reach(host: 1, isOpen: false)) == [])
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.states == [.done])
  }

  @Test func `a host that lets three jobs down in a row gets no more`() {
    let request = ResourceRequest(hosts: ["desktop"])
    var bench = bench(Array(repeating: request, count: 5), [Self.desktop])
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, .nodeFail, cause: "down"))
    bench.feed(.ended(1, .lost, .lost, cause: nil))
    bench.feed(.ended(2, .failed, .launch, cause: "no disk"))
    #expect(bench.states == [.failed, .lost, .failed, .submitted, .failed])
    #expect(
      bench.causes[4] == "on 'desktop' nothing starts any more after 3 failures in a row")
  }

  @Test func `a job that ends by its own fault shows that its host is fine`() {
    let request = ResourceRequest(hosts: ["desktop"])
    var bench = bench(Array(repeating: request, count: 8), [Self.desktop])
    bench.feed(.begin)
    for vertex in 0..<7 {
      bench.feed(.ended(vertex, .failed, vertex == 2 ? .exit : .nodeFail, cause: nil))
      #expect((bench.states[7] == .failed) == (vertex >= 5), "after job \(vertex)")
    }
  }

  @Test func `a retry goes to another host when its own is drained`() {
    let request = ResourceRequest(hosts: ["desktop", "localhost"])
    let policy = RetryPolicy(max: 5, causes: [.nodeFail])
    var bench = bench([request], [Self.desktop], retry: policy)
    #expect(hosts(bench.handle(.begin)) == [0: 1])
    for expected in [1, 1, 0] {
      #expect(hosts(bench.handle(.ended(0, .failed, .nodeFail, cause: nil))) == [0: expected])
    }
  }

  @Test func `a host that is still to be asked gets what surely fits, and is asked once`() {
    var pool = ResourcePool(cpus: 1)
    pool.isPresumed = true
    let small = ResourceRequest(hosts: ["new"])
    let gpu = ResourceRequest(gpus: [GPURequest(type: "a100")], hosts: ["new"])
    let large = ResourceRequest(cpus: 4, hosts: ["new"])
    var bench = bench([gpu, large, small, small], [Fleet.Host("new", pool)])
    let first = bench.handle(.begin)
    #expect(hosts(first) == [2: 1])
    #expect(first.filter { $0 == .survey(1) }.count == 1)
    #expect(!bench.engine.isStuck)
    let found = ResourcePool(cpus: 8, devices: [.init(id: "GPU-1", type: "a100")])
    let then = bench.handle(.pool(found, host: 1))
    #expect(hosts(then) == [0: 1, 1: 1, 3: 1])
    #expect(bench.engine.vertices[1].lease?.cpus == 4)
  }

  @Test func `what a host turns out not to have is a reason`() {
    var pool = ResourcePool(cpus: 1)
    pool.isPresumed = true
    let gpu = ResourceRequest(gpus: [GPURequest(type: "a100")], hosts: ["new"])
    var bench = bench([gpu], [Fleet.Host("new", pool)])
    #expect(bench.handle(.begin).contains(.survey(1)))
    #expect(bench.engine.vertices[0].state == .waiting)
    _ = bench.handle(.pool(ResourcePool(cpus: 8), host: 1))
    #expect(
      bench.engine.vertices[0].cause
        == "on 'new' it asks for 1 GPU of type 'a100', but there is none")
  }

  @Test func `a host that no job waits for is not asked`() {
    var pool = ResourcePool(cpus: 1)
    pool.isPresumed = true
    var bench = bench([ResourceRequest(hosts: ["localhost", "new"])], [Fleet.Host("new", pool)])
    #expect(!bench.handle(.begin).contains(.survey(1)))
  }
}
