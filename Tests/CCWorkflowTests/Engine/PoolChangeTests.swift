import CampaignStore
import Testing

@testable import CCWorkflow

/// What there is to run jobs with, and changes.
@Suite struct PoolChangeTests {
  private static let a = ResourcePool.Device(id: "GPU-a", type: "a100")
  private static let b = ResourcePool.Device(id: "GPU-b", type: "a100")
  private static let gpu = ResourceRequest(cpus: 0, gpus: [GPURequest()])

  private func bench(_ requests: [ResourceRequest], _ pool: ResourcePool) -> EngineBench {
    EngineBench(
      vertices: requests.map { .init(.job(JobDemand($0))) }, edges: [], pool: pool)
  }

  @Test func `more of it starts what waits`() {
    var bench = EngineBench(jobs: 3, edges: [], capacity: 1)
    bench.feed(.begin)
    #expect(bench.feed(.pool(ResourcePool(cpus: 3))) == [1, 2])
  }

  @Test func `less of it lets what runs go on, and starts less`() {
    var bench = EngineBench(jobs: 4, edges: [], capacity: 3)
    #expect(bench.feed(.begin) == [0, 1, 2])
    #expect(bench.feed(.pool(ResourcePool(cpus: 1))) == [])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [])
    #expect(bench.feed(.ended(2, .done, cause: nil)) == [3])
  }

  @Test func `a lease keeps its device wherever that stands`() {
    var bench = bench([Self.gpu, Self.gpu], ResourcePool(cpus: 1, devices: [Self.a]))
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.pool(ResourcePool(cpus: 1, devices: [Self.b, Self.a]))) == [1])
    #expect(bench.engine.vertices.map { $0.lease?.devices } == [[1], [0]])
  }

  @Test func `a processor that is gone and comes back is free when its job has ended`() {
    let pinned = ResourceRequest(isPinned: true)
    var bench = bench([pinned, pinned, pinned], ResourcePool(cpus: 3, processors: [0]))
    bench.feed(.begin)
    #expect(bench.feed(.pool(ResourcePool(cpus: 3, processors: [1]))) == [1])
    #expect(bench.feed(.pool(ResourcePool(cpus: 3, processors: [0, 1]))) == [])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [2])
    #expect(bench.engine.vertices.map { $0.lease?.processors } == [nil, [1], [0]])
  }

  @Test func `a device that is gone and comes back is free when its job has ended`() {
    var bench = bench([Self.gpu, Self.gpu, Self.gpu], ResourcePool(cpus: 1, devices: [Self.a]))
    bench.feed(.begin)
    #expect(bench.feed(.pool(ResourcePool(cpus: 1, devices: [Self.b]))) == [1])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [])
    #expect(bench.feed(.pool(ResourcePool(cpus: 1, devices: [Self.a, Self.b]))) == [2])
    #expect(bench.engine.vertices.map { $0.lease?.devices } == [nil, [1], [0]])
  }

  @Test func `what waits and can never start any more has failed`() {
    var bench = bench([Self.gpu, Self.gpu], ResourcePool(cpus: 1, devices: [Self.a]))
    bench.feed(.begin)
    #expect(bench.handle(.pool(ResourcePool(cpus: 1))) == [.changed(1)])
    #expect(bench.states == [.submitted, .failed])
    #expect(bench.causes[1] == "it asks for 1 GPU, but there is none")
  }

  @Test func `what could not start before may later`() {
    var bench = bench([Self.gpu], ResourcePool(cpus: 1))
    bench.feed(.begin)
    #expect(bench.states == [.failed])
    bench.feed(.pool(ResourcePool(cpus: 1, devices: [Self.a])))
    #expect(bench.feed(.retry([0])) == [0])
  }

  @Test func `a retry that grew is content with less where there is less`() {
    let demand = JobDemand(
      ResourceRequest(memory: 100), retry: RetryPolicy(max: 1, causes: [.oom], memoryFactor: 9))
    var bench = EngineBench(
      vertices: [.init(.job(demand)), .init(.job(JobDemand(ResourceRequest(cpus: 1))))], edges: [],
      pool: ResourcePool(cpus: 1, memory: 1000))
    bench.feed(.begin)
    bench.feed(.pause)
    bench.feed(.ended(0, .failed, .oom, cause: nil))
    #expect(bench.states[0] == .waiting)
    bench.feed(.pool(ResourcePool(cpus: 1, memory: 500)))
    #expect(bench.feed(.unpause) == [0])
    #expect(bench.engine.vertices[0].lease?.memory == 500)
  }

  @Test func `it may change before a run begins`() {
    var bench = EngineBench(jobs: 2, edges: [], capacity: 1)
    #expect(bench.handle(.pool(ResourcePool(cpus: 2))) == [])
    #expect(bench.feed(.begin) == [0, 1])
  }
}
