import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What a host says of itself.
@Suite struct HostSurveyTests {
  private func read(_ lines: String, nonce: String = "n") -> HostSurvey? {
    HostSurvey(Array(lines.utf8), nonce: nonce)
  }

  @Test func `an answer stands between two lines, whatever is printed around it`() throws {
    let survey = try #require(
      read("Welcome\ncpus\t1\nn begin\r\ncpus\t64\r\nmemory\t1024\tkB\nlimit\tmax\n\nn end\nbye"))
    #expect(survey.cpus == 64)
    #expect(survey.memory == 1 << 20)
  }

  @Test(arguments: ["", "n begin\ncpus\t1\n", "m begin\nm end\n", "n end\nn begin\n"])
  func `half an answer is none`(text: String) { #expect(read(text) == nil) }

  @Test func `the least of what a control group allows is what there is`() {
    let text =
      "n begin\nmemory\t8388608\tkB\nlimit\tmax\nlimit\t1073741824\nlimit\t4294967296\nn end\n"
    #expect(read(text)?.memory == 1 << 30)
  }

  @Test func `a divided GPU stands for its parts, and one that is used is taken`() throws {
    let text = """
      n begin
      asked\tnvidia-smi -L
      gpu\tGPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-a)
      gpu\t  MIG 3g.20gb     Device  0: (UUID: MIG-1)
      gpu\t  MIG 3g.20gb     Device  1: (UUID: MIG-2)
      gpu\tGPU 1: Tesla V100-SXM2-32GB (UUID: GPU-b)
      user\tGPU-b
      n end

      """
    let devices = try #require(read(text)?.devices)
    #expect(devices.map(\.id) == ["MIG-1", "MIG-2", "GPU-b"])
    #expect(devices.map(\.type) == ["a100_3g.20gb", "a100_3g.20gb", "v100"])
    #expect(devices.map(\.isTaken) == [false, false, true])
  }

  @Test(arguments: [
    ("gpu:a100:4(S:0-1),gpu:v100:2", ["a100": 4, "v100": 2]), ("gpu:2", ["": 2]), ("(null)", [:]),
    ("craynetwork:4,gpu:H100:8(S:0,2)", ["h100": 8]), ("gpu:a100_3g.20gb:2", ["a100_3g.20gb": 2]),
  ])
  func `GPUs of a node are read as Slurm writes them`(text: String, counts: [String: Int]) {
    #expect(SlurmSurvey.gpus(in: text) == counts)
  }

  @Test func `this machine answers, whatever its shell is told, and nothing of it stays`() throws {
    let place = try TemporaryDirectory()
    try Directories.ensure(place.at("it's $HOME"))
    let question = HostQuestion(
      "here", kind: "local", destination: nil, directory: place.at("it's $HOME/deep/er"),
      probe: "cat; echo \"it's\"; exit 7")
    let visit = try #require(try HostVisit.all([question]).first)
    let survey = try #require(visit.survey)
    #expect(survey.place == place.at("it's $HOME"))
    #expect(survey.cpus == Environment.processorCount())
    #expect(survey.free ?? 0 > 0)
    #expect(survey.lacking == [])
    #expect(survey.deviceProblem == "cat; echo \"it's\"; exit 7 fails with exit code 7: it's")
    #expect(try place.names("it's $HOME") == [])
  }

  @Test func `a host that says nothing is given up, and holds up nobody`() throws {
    let questions = ["sleep 60", "true"].map {
      HostQuestion("here", kind: "local", destination: nil, directory: "/", probe: $0)
    }
    let visits = try HostVisit.all(questions, patience: 1_500_000_000)
    #expect(
      visits.map(\.outcome).first
        == .unreachable(
          ConnectionProblem(
            "it did not answer in time",
            advice: "it may hang in what a login does there (.bashrc, a file system that is away)"))
    )
    #expect(visits.last?.survey != nil)
  }
}
