import CampaignStore
import EECore
import TestSupport
import Testing

@testable import CCWorkflow

/// What the keys of a node become.
@Suite struct NodeKeyTests {
  private func job(_ keys: String) throws -> JobSpec {
    try #require(try SampleStudy("a: {exec: echo, \(keys)}").job("a"))
  }

  @Test func `a node that says nothing wants one processor, and runs where the file is`() throws {
    let sample = try SampleStudy("a: {exec: echo}")
    let job = try #require(try sample.job("a"))
    #expect(job.demand == JobDemand(ResourceRequest(cpus: 1)))
    #expect(job.directory == sample.place.path)
    #expect(job.command == ["/bin/sh", "-c", "echo"])
  }

  private static let gpus: KeyValuePairs<String, [GPURequest]> = [
    "0": [], "1": [GPURequest(count: 1)], "4": [GPURequest(count: 4)],
    "0.5": [GPURequest(share: 500)], "a100": [GPURequest(type: "a100", count: 1)],
    "a100:2": [GPURequest(type: "a100", count: 2)],
    "{type: a100}": [GPURequest(type: "a100", count: 1)], "{count: 2}": [GPURequest(count: 2)],
    "{type: v100, count: 0.25}": [GPURequest(type: "v100", share: 250)],
    "[{type: a100, count: 1}, {type: v100, count: 2}]": [
      GPURequest(type: "a100", count: 1), GPURequest(type: "v100", count: 2),
    ],
    "[h100, 'a100:2', 4]": [
      GPURequest(type: "h100", count: 1), GPURequest(type: "a100", count: 2), GPURequest(count: 4),
    ],
  ]

  @Test(arguments: gpus.map { ($0.key, $0.value) })
  func `GPUs are a number, a type, both, or a list of alternatives`(
    text: String, expected: [GPURequest]
  ) throws {
    #expect(try job("gpus: \(text)").request.gpus == expected)
  }

  @Test func `resources are read together`() throws {
    let job = try job("cpus: 8, memory: 16GB, exclusive: true, gpus: 2, time: 2h")
    #expect(
      job.request
        == ResourceRequest(
          cpus: 8, memory: 16 << 30, gpus: [GPURequest(count: 2)], isExclusive: true))
    #expect(job.limit == 7_200_000_000_000)
  }

  @Test func `types of GPU mean the same in any case`() throws {
    let job = try job("gpus: {type: A100, count: 2}, time: {A100: 1h}")
    #expect(job.request.gpus == [GPURequest(type: "a100", count: 2)])
    #expect(job.limit == 3600 * Span.second)
  }

  @Test func `a job may have processors of its own, and a time to end in`() throws {
    let job = try job("cpus: 4, pin: true, grace: 1m30s")
    #expect(
      job.demand == JobDemand(ResourceRequest(cpus: 4, isPinned: true), grace: 90 * Span.second))
    #expect(try self.job("grace: 0s, pin: false").demand == JobDemand(grace: 0))
    #expect(try self.job("cpus: 1").demand.grace == 10 * Span.second)
  }

  @Test(arguments: [
    ("{a100: 1h, v100: 3h, default: 2h}", "a100", 3600), ("{a100: 1h, default: 2h}", "h100", 7200),
    ("{a100: 1h, v100: 3h}", "[a100, v100]", 10_800), ("{default: 2h}", "0", 7200),
    ("{a100: 1h, default: 2h}", "4", 7200),
  ])
  func `a time limit by type of GPU is that of the type asked for, the longest of several`(
    time: String, gpus: String, seconds: Int64
  ) throws {
    #expect(try job("time: \(time), gpus: \(gpus)").limit == seconds * 1_000_000_000)
  }

  @Test func `a number of retries is for all that ends a job but what is lost`() throws {
    let policy = try #require(try job("retries: 2").retry)
    #expect(policy.max == 2)
    #expect(policy.causes == [.exit, .signal, .timeout, .oom, .nodeFail, .preempted])
    #expect(policy.delay == 0)
    #expect(policy.memoryFactor == 1)
    #expect(policy.timeFactor == 1)
  }

  @Test func `retries say on what, after which delay, and with how much more`() throws {
    let policy = try job(
      "retries: {max: 3, on: [oom, lost], delay: 10s, memory: x2, time: x1.5}"
    ).retry
    #expect(
      policy
        == RetryPolicy(
          max: 3, causes: [.oom, .lost], delay: 10_000_000_000, memoryFactor: 2, timeFactor: 1.5))
    #expect(try job("retries: 0").retry == nil)
    #expect(try job("retries: {max: 1, on: launch}").retry?.causes == [.launch])
  }

  @Test func `a directory is relative to the workflow file`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo, directory: sub/x}", "b: {exec: echo, directory: /abs}")
    #expect(try sample.job("a")?.directory == sample.place.at("sub/x"))
    #expect(try sample.job("b")?.directory == "/abs")
  }

  @Test func `a directory is part of what a job does`() throws {
    let sample = try SampleStudy("a: {exec: echo}", "b: {exec: echo, directory: x}")
    let inputs = try sample.records().map(\.input)
    #expect(inputs[0] != inputs[1])
  }

  @Test func `null is as if it were not there`() throws {
    let job = try job("gpus: null, time: null, retries: null, memory: null, directory: ~, hosts: ")
    #expect(job.demand == JobDemand(ResourceRequest(cpus: 1)))
  }

  @Test(arguments: ["hosts: [rivanna, localhost]", "hosts: localhost", "host: local"])
  func `a node that may run here runs here`(key: String) throws {
    #expect(try SampleStudy("a: {exec: echo, \(key)}").mistakes() == [])
  }

  @Test func `conditions and what is computed are kept with their places`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo}",
      "b: {exec: echo, needs: [a], when: \"exit_code('a') = 0\", success: exit_code = 0, "
        + "env: {BEST: {value: \"metric('a', 'x')\"}}}")
    let job = try #require(try sample.job("b"))
    #expect(job.when?.text == "exit_code('a') = 0")
    #expect(job.success.first?.text == "exit_code = 0")
    #expect(job.computed["BEST"]?.text == "metric('a', 'x')")
    #expect(job.environment == [:])
  }
}
