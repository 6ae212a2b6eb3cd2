import CampaignStore
import EECore
import TestSupport
import Testing

@testable import CCWorkflow

/// Frames in the keys of nodes.
@Suite struct NodeFrameTests {
  @Test(arguments: [
    ("echo {name} {os.USER} {cm.site} {cpus}", "echo a tester here 4"),
    ("echo ${USER} ${X:-y} $((1+2)) $1", "echo ${USER} ${X:-y} $((1+2)) $1"),
    ("ls | awk '{print $1}' | sed 's/{1,3}/x/'", "ls | awk '{print $1}' | sed 's/{1,3}/x/'"),
    ("cat < in.txt <<END", "cat < in.txt <<END"), ("echo \\\\{name}", "echo {name}"),
    ("echo {sh.motto}", "echo 'it is'"), ("echo <os.USER>", "echo tester"),
    ("echo {a,b} {1..3} {}", "echo {a,b} {1..3} {}"), ("echo {env.X}", "echo one"),
  ])
  func `the shell's own braces stay, frames are replaced`(text: String, expected: String) throws {
    let sample = try SampleStudy(
      "a: {exec: \"\(text)\", cpus: 4, env: {X: one}, label: '{nothing.x}'}",
      environment: ["USER": "tester", "motto": "it is"], variables: ["site": "here"])
    #expect(try sample.job("a")?.command.last == expected)
  }

  @Test func `frames are replaced in every key, and not in labels and conditions`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo, cpus: '{os.N}', memory: '{os.N}G', time: '{os.N}h', directory: 'd{os.N}', "
        + "gpus: {type: '{os.T}', count: '{os.N}'}, retries: {max: '{os.N}'}, shape: '{os.T}', "
        + "env: {V: 'v{os.N}'}, label: '{os.N}', success: \"'{os.N}' = '{os.N}'\"}",
      environment: ["N": "2", "T": "t4"])
    let record = try #require(try sample.records().first)
    let job = try #require(record.job.flatMap(JobSpec.init(json:)))
    #expect(
      job.request
        == ResourceRequest(
          cpus: 2, memory: 2 << 30, gpus: [GPURequest(type: "t4", count: 2)]))
    #expect(job.limit == 7_200_000_000_000)
    #expect(job.directory == sample.place.at("d2"))
    #expect(job.retry?.max == 2)
    #expect(job.environment == ["V": "v2"])
    #expect(job.success.first?.text == "'{os.N}' = '{os.N}'")
    #expect(record.appearance?.contains("\"label\":\"{os.N}\",\"shape\":\"t4\"") == true)
  }

  @Test func `a frame that names nothing is reported at its column`() throws {
    let sample = try SampleStudy("a: {exec: 'echo {os.NOPE}', env: {X: '{nope.x}'}}")
    #expect(
      sample.mistakes() == [
        "3:21 EE201 '{os.NOPE}' is not defined, expected an environment variable 'NOPE'"
      ])
  }

  @Test func `a value that names itself is a cycle`() throws {
    let sample = try SampleStudy("a: {exec: echo, time: '{time}'}")
    #expect(sample.mistakes() == ["3:28 EE203 cycle of references: time → time"])
  }

  @Test func `a bare word that names nothing stays, with a warning`() throws {
    let sample = try SampleStudy("a: {exec: \"awk '{print}'\"}")
    #expect(try sample.job("a")?.command.last == "awk '{print}'")
    let notes = try sample.study().spec.notes
    #expect(notes.map(\.message) == ["'{print}' names nothing"])
  }

  @Test func `members of a sweep have resources by their parameters`() throws {
    let sample = try SampleStudy(
      "train: {experiments: sweep.yaml, gpus: {type: '{gpu}', count: 1}, "
        + "time: {a100: 1h, v100: 3h}, env: {RUN: '{identifier}-{site}'}, memory: '{gb}G'}",
      files: [
        "sweep.yaml":
          "experiments: {gpu: [a100, v100]}\nderive: {gb: \"iif(gpu='a100', 80, 32)\"}\n"
          + "attributes: {site: here}\ntemplates: [job.in.sh]\n",
        "job.in.sh": "echo {gpu}\n",
      ])
    let fast = try #require(try sample.job("train/gpu_a100"))
    #expect(
      fast.request
        == ResourceRequest(cpus: 1, memory: 80 << 30, gpus: [GPURequest(type: "a100", count: 1)]))
    #expect(fast.limit == 3_600_000_000_000)
    #expect(
      fast.environment == ["RUN": "gpu_a100-here", "CMS_PARAM_gpu": "a100", "CMS_PARAM_gb": "80"])
    let slow = try #require(try sample.job("train/gpu_v100"))
    #expect(slow.request.gpus == [GPURequest(type: "v100", count: 1)])
    #expect(slow.limit == 10_800_000_000_000)
  }

  @Test func `a bad value of one member is reported before anything runs`() throws {
    let sample = try SampleStudy(
      "a: {foreach: {mem: [1G, lots]}, exec: echo, memory: '{mem}'}")
    #expect(
      sample.mistakes() == [
        "3:57 EE105 'memory' is 'lots', expected an amount such as 16GB, 512M or 800 (megabytes)"
      ])
  }
}
