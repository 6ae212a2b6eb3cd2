import CampaignStore
import Testing

@testable import CCWorkflow

/// What a job is given of a host, and who waits for it.
@Suite struct ResourceTests {
  private func bench(_ requests: [ResourceRequest], _ pool: ResourcePool) -> EngineBench {
    EngineBench(
      vertices: requests.map { .init(.job(JobDemand($0))) }, edges: [], pool: pool)
  }

  @Test func `a job is given the processors and the memory that it asks for`() {
    var bench = bench(
      [ResourceRequest(cpus: 3, memory: 700)], ResourcePool(cpus: 4, memory: 1000))
    #expect(
      bench.handle(.begin) == [
        .changed(0), .changed(0), .launch(0, Lease(cpus: 3, memory: 700)),
      ])
    #expect(bench.engine.vertices[0].lease == Lease(cpus: 3, memory: 700))
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.engine.vertices[0].lease == nil)
  }

  @Test func `memory is not given twice`() {
    let request = ResourceRequest(memory: 600)
    var bench = bench([request, request], ResourcePool(cpus: 4, memory: 1000))
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
  }

  @Test func `where it is not known how much memory there is, it does not count`() {
    let request = ResourceRequest(memory: 600)
    var bench = bench([request, request], ResourcePool(cpus: 4))
    #expect(bench.feed(.begin) == [0, 1])
  }

  @Test func `a job without processors runs where all are taken`() {
    var bench = bench(
      [ResourceRequest(cpus: 4), ResourceRequest(cpus: 0)], ResourcePool(cpus: 4))
    #expect(bench.feed(.begin) == [0, 1])
  }

  @Test func `there are no more jobs at once than slots`() {
    var bench = bench(
      Array(repeating: ResourceRequest(cpus: 0), count: 3), ResourcePool(cpus: 1, slots: 2))
    #expect(bench.feed(.begin) == [0, 1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
  }

  @Test func `an exclusive job waits until its host is empty, and nothing passes it`() {
    let exclusive = ResourceRequest(isExclusive: true)
    var bench = bench(
      [ResourceRequest(), exclusive, ResourceRequest(), ResourceRequest(cpus: 0)],
      ResourcePool(cpus: 4))
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2, 3])
  }

  @Test func `a small job fills a gap of what a large one is not short of`() {
    var bench = bench(
      [
        ResourceRequest(memory: 900), ResourceRequest(memory: 900),
        ResourceRequest(memory: 50), ResourceRequest(),
      ], ResourcePool(cpus: 4, memory: 1000))
    // The third would take memory that the second waits for; the fourth takes none.
    #expect(bench.feed(.begin) == [0, 3])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1, 2])
  }

  @Test func `two kinds cannot be taken in turn from a job that wants both`() {
    let device = ResourcePool.Device(id: "0", type: "a")
    let gpu = ResourceRequest(cpus: 0, gpus: [GPURequest()])
    let memory = ResourceRequest(cpus: 0, memory: 1000)
    let both = ResourceRequest(cpus: 0, memory: 1000, gpus: [GPURequest()])
    var bench = bench(
      [gpu, both, memory, gpu, memory], ResourcePool(cpus: 1, memory: 1000, devices: [device]))
    #expect(bench.feed(.begin) == [0, 2])
    // The device is free, memory is not: the device stays free for the one that wants both.
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [])
    #expect(bench.feed(.ended(2, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [3, 4])
  }

  private static let two = ResourcePool(cpus: 9, processors: [4, 6])

  @Test func `pinned jobs are given processors that no other pinned job has`() {
    let pinned = ResourceRequest(isPinned: true)
    var bench = bench([pinned, ResourceRequest(), pinned, pinned], Self.two)
    // There are slots for nine, and processors of their own for two.
    #expect(bench.feed(.begin) == [0, 1, 2])
    #expect(bench.engine.vertices.map { $0.lease?.processors } == [[4], [], [6], nil])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [3])
    #expect(bench.engine.vertices[3].lease?.processors == [4])
  }

  @Test func `a pinned job that wants more than there are has all of them`() {
    var bench = bench([ResourceRequest(cpus: 8, isPinned: true)], Self.two)
    bench.feed(.begin)
    #expect(bench.engine.vertices[0].lease == Lease(cpus: 2, processors: [4, 6]))
  }

  @Test func `processors of jobs that run already are not given again`() {
    let pinned = WorkflowEngine.Role.job(JobDemand(ResourceRequest(isPinned: true)))
    let running = WorkflowEngine.Vertex(
      pinned, state: .running, lease: Lease(cpus: 1, processors: [4]))
    var bench = EngineBench(
      vertices: [running, .init(pinned), .init(pinned)], edges: [], pool: Self.two)
    #expect(bench.feed(.begin) == [1])
    #expect(bench.engine.vertices.map { $0.lease?.processors } == [[4], [6], nil])
  }

  @Test func `where it is not known which processors there are, none can be had alone`() {
    var bench = bench([ResourceRequest(isPinned: true)], ResourcePool(cpus: 4))
    bench.feed(.begin)
    #expect(
      bench.causes == [
        "it asks for processors of its own, but which there are is not known, or there is no taskset"
      ])
  }

  @Test func `where nobody knows which devices there are, the cause says why`() {
    var bench = bench(
      [ResourceRequest(gpus: [GPURequest()])],
      ResourcePool(cpus: 1, deviceProblem: "nvidia-smi fails with exit code 9"))
    bench.feed(.begin)
    #expect(bench.causes == ["it asks for 1 GPU, but nvidia-smi fails with exit code 9"])
  }

  @Test func `one that was held back starts when the one before it is cancelled`() {
    var bench = bench(
      [ResourceRequest(), ResourceRequest(cpus: 2), ResourceRequest()], ResourcePool(cpus: 2))
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.cancel([1])) == [2])
  }

  @Test(arguments: [
    (ResourceRequest(memory: 3 << 30), "it asks for 3 GiB of memory, but there is 1.5 GiB"),
    (
      ResourceRequest(gpus: [GPURequest(type: "h100")]),
      "it asks for 1 GPU of type 'h100', but all there is is 2 GPUs of type 'a100', 1 GPU of type 'v100'"
    ),
    (
      ResourceRequest(gpus: [GPURequest(type: "a100", count: 3), GPURequest(count: 4)]),
      "it asks for 3 GPUs of type 'a100' or 4 GPUs, but all there is is 2 GPUs of type 'a100', "
        + "1 GPU of type 'v100'"
    ),
    (
      ResourceRequest(gpus: [GPURequest(type: "h100", share: 500)]),
      "it asks for 0.5 of a GPU of type 'h100', but all there is is 2 GPUs of type 'a100', "
        + "1 GPU of type 'v100'"
    ),
  ])
  func `what can never fit fails with what there is`(request: ResourceRequest, cause: String) {
    let types = ["a100", "v100", "a100"]
    let devices = zip(0..., types).map { ResourcePool.Device(id: "\($0)", type: $1) }
    var bench = bench(
      [request], ResourcePool(cpus: 1, memory: 3 << 29, devices: devices))
    #expect(bench.handle(.begin) == [.changed(0)])
    #expect(bench.states == [.failed])
    #expect(bench.causes == [cause])
    #expect(bench.engine.vertices[0].failure == .launch)
    #expect(bench.engine.isFinished)
  }

  @Test func `where there is no device, the cause says so`() {
    var bench = bench([ResourceRequest(gpus: [GPURequest()])], ResourcePool(cpus: 1))
    bench.feed(.begin)
    #expect(bench.causes == ["it asks for 1 GPU, but there is none"])
  }

  @Test(arguments: [
    (1, "1 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (5 << 40, "5 TiB"),
    (5000 << 40, "5000 TiB"), (0, "0 B"),
  ])
  func `amounts of memory are spelled with the largest unit`(bytes: Int, text: String) {
    #expect(ByteCount.text(bytes) == text)
  }

  @Test func `requests that make no sense ask for nothing or for one`() {
    #expect(ResourceRequest(cpus: -3, memory: -1) == ResourceRequest(cpus: 0, memory: 0))
    #expect(ResourceRequest(gpus: [GPURequest(count: -1)]).gpus == [])
    #expect(ResourceRequest(gpus: [GPURequest(share: 0)]).gpus == [])
    #expect(GPURequest(share: 1000) == GPURequest(count: 1))
    let pool = ResourcePool(cpus: 0, memory: -1, slots: 0)
    #expect(pool == ResourcePool(cpus: 1, memory: 0, slots: 1))
  }
}
