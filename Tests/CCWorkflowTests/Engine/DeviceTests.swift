import CampaignStore
import Testing

@testable import CCWorkflow

/// Which devices a job is given.
@Suite struct DeviceTests {
  /// Two of one type and one of another.
  private static let devices = [
    ResourcePool.Device(id: "GPU-1", type: "a100"), .init(id: "GPU-2", type: "a100"),
    .init(id: "GPU-3", type: "v100"),
  ]

  private func bench(_ requests: [[GPURequest]]) -> EngineBench {
    EngineBench(
      vertices: requests.map { .init(.job(JobDemand(ResourceRequest(cpus: 0, gpus: $0)))) },
      edges: [], pool: ResourcePool(cpus: 1, devices: Self.devices))
  }

  private func devices(_ bench: EngineBench) -> [[Int]?] {
    bench.engine.vertices.map { $0.lease?.devices }
  }

  @Test func `whole devices are given in order and to one job each`() {
    var bench = bench([[GPURequest(count: 2)], [GPURequest()], [GPURequest()]])
    #expect(bench.feed(.begin) == [0, 1])
    #expect(devices(bench) == [[0, 1], [2], nil])
    bench.feed(.ended(0, .done, cause: nil))
    #expect(devices(bench) == [nil, [2], [0]])
  }

  @Test func `a type that is asked for is given`() {
    var bench = bench([[GPURequest(type: "v100")], [GPURequest(type: "v100")], [GPURequest()]])
    #expect(bench.feed(.begin) == [0, 2])
    #expect(devices(bench) == [[2], nil, [0]])
  }

  @Test func `of alternatives the first that fits is given`() {
    let request = [GPURequest(type: "h100"), GPURequest(type: "v100"), GPURequest(type: "a100")]
    var bench = bench([request, request, request, request])
    #expect(bench.feed(.begin) == [0, 1, 2])
    #expect(devices(bench) == [[2], [0], [1], nil])
  }

  @Test func `shares are packed onto the device that is left with least`() {
    let shares = [600, 300, 500, 100, 700, 600].map { [GPURequest(share: $0)] }
    var bench = bench(shares)
    #expect(bench.feed(.begin) == [0, 1, 2, 3, 4])
    // 300 joins 600; 500 needs another; 100 fills the first; 700 needs the third; 600 waits.
    #expect(devices(bench) == [[0], [0], [1], [0], [2], nil])
    #expect(bench.engine.vertices[3].lease == Lease(cpus: 0, devices: [0], share: 100))
  }

  @Test func `a share joins a shared device rather than a free one`() {
    var bench = bench([[GPURequest()], [GPURequest(share: 500)], [GPURequest(share: 500)]])
    bench.feed(.begin)
    #expect(devices(bench) == [[0], [1], [1]])
  }

  @Test func `a whole device is given only where nobody has a share of it`() {
    let shares = ["a100", "v100"].map { [GPURequest(type: $0, share: 100)] }
    var bench = bench(shares + [[GPURequest(type: "a100", count: 2)], [GPURequest(share: 100)]])
    // The last takes a share of the other type, which nobody waits for.
    #expect(bench.feed(.begin) == [0, 1, 3])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [2])
    #expect(devices(bench) == [nil, [2], [0, 1], [2]])
  }

  @Test func `a job that lacks a type holds back those that want it, and no others`() {
    var bench = bench([
      [GPURequest(type: "a100")], [GPURequest(type: "a100", count: 2)],
      [GPURequest(type: "a100")], [GPURequest(type: "v100")],
    ])
    #expect(bench.feed(.begin) == [0, 3])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
  }

  @Test func `a job that takes any device takes one that nobody waits for`() {
    var bench = bench([
      [GPURequest(type: "a100")], [GPURequest(type: "a100", count: 2)], [GPURequest()],
    ])
    #expect(bench.feed(.begin) == [0, 2])
    #expect(devices(bench) == [[0], nil, [2]])
  }

  @Test func `devices of jobs that run already are not given again`() {
    let request = ResourceRequest(cpus: 0, gpus: [GPURequest()])
    let running = WorkflowEngine.Vertex(
      .job(JobDemand(request)), state: .running, lease: Lease(cpus: 0, devices: [1]))
    var bench = EngineBench(
      vertices: [running] + Array(repeating: .init(.job(JobDemand(request))), count: 3), edges: [],
      pool: ResourcePool(cpus: 1, devices: Self.devices))
    #expect(bench.feed(.begin) == [1, 2])
    #expect(devices(bench) == [[1], [0], [2], nil])
  }
}
