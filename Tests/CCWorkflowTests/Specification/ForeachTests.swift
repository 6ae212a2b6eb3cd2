import CampaignStore
import EECore
import TestSupport
import Testing

@testable import CCWorkflow

/// Fan-outs over a parameter map.
@Suite struct ForeachTests {
  private func names(_ foreach: String) throws -> [String] {
    try SampleStudy("a: {exec: echo, foreach: \(foreach)}").records().map(\.name)
  }

  private static let maps: KeyValuePairs<String, [String]> = [
    "{lr: '0.1,0.01', model: [mlp]}": ["lr_0.1_model_mlp", "lr_0.01_model_mlp"],
    "{n: '[1-3]'}": ["n_1", "n_2", "n_3"],
    "{n: {from: 1, to: 2, step: 0.5}}": ["n_1.0", "n_1.5", "n_2.0"],
    "{a: [1, 2], b: [x, y], zip: [[a, b]]}": ["a_1_b_x", "a_2_b_y"],
    "{a: [1, 2, 3], where: a > 1, exclude: [{a: 3}]}": ["a_2"],
    "{a: [1, 2], identifier: 'run{a}'}": ["run1", "run2"],
    "{a: [1], derive: {b: a * 2}}": ["a_1"],
    "[{a: [1]}, {b: [2]}]": ["a_1", "b_2"],
    "{experiments: {where: [x], a: [1]}}": ["where_x_a_1"],
    "{experiments: {a: [1, 2]}, include: [{a: 7}]}": ["a_1", "a_2", "a_7"],
    "{from: [1], to: [2]}": ["from_1_to_2"],
    "{form: [x.output]}": ["form_x.output"],
    "{file: x.output}": ["file_x.output"],
    "{n: [1], note: n = 1}": ["n_1_note_n@20=@201"],
    "{r: {repeat: 2}}": ["r_1", "r_2"],
  ]

  @Test(arguments: maps.map { ($0.key, $0.value) })
  func `a parameter map is read as in a sweep`(map: String, members: [String]) throws {
    #expect(try names(map) == ["a"] + members.map { "a/\($0)" })
  }

  @Test func `each member runs the node's command with its parameters`() throws {
    let sample = try SampleStudy(
      "a: {exec: 'echo {lr} {name}', foreach: {lr: [0.1], batch-size: [8], derive: {x: lr * 10}}}")
    let record = try #require(try sample.records().last)
    let job = try #require(record.job.flatMap(JobSpec.init(json:)))
    #expect(record.group == "a")
    #expect(record.uuid == nil)
    #expect(job.command == ["/bin/sh", "-c", "echo 0.1 a"])
    #expect(
      job.environment == [
        "CMS_PARAM_lr": "0.1", "CMS_PARAM_batch_size": "8", "CMS_PARAM_x": "1.0",
      ])
    #expect(job.directory == sample.place.path)
    #expect(job.logLink == sample.place.at("a-lr_0.1_batch-size_8.log"))
    #expect(job.parameters == [:])
  }

  @Test func `members run scripts that their parameters name`() throws {
    let sample = try SampleStudy(
      "a: {script: '{m}.sh', foreach: {m: [x, y]}, directory: 'out/{m}'}",
      files: ["x.sh": "echo x\n", "y.sh": "echo y\n"])
    #expect(try sample.job("a/m_x")?.command.last == sample.place.at("x.sh"))
    #expect(try sample.job("a/m_y")?.command.last == sample.place.at("y.sh"))
    #expect(try sample.job("a/m_y")?.directory == sample.place.at("out/y"))
  }

  @Test func `parameters are kept for the conditions of members`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo, foreach: {n: [1, 2]}, when: n > 1, success: metric('x') > n}")
    let records = try sample.records()
    #expect(records[0].job == nil)
    let job = try #require(records[1].job.flatMap(JobSpec.init(json:)))
    #expect(job.when?.text == "n > 1")
    #expect(job.parameters == ["n": "1"])
  }

  @Test func `a condition that asks for no parameter is the group's`() throws {
    let sample = try SampleStudy(
      "b: {exec: echo}",
      "a: {exec: echo, needs: b, foreach: {n: [1]}, when: \"state('b') = 'done'\"}"
    )
    let records = try sample.records()
    #expect(records[1].job.flatMap(JobSpec.init(json:))?.when?.text == "state('b') = 'done'")
    #expect(records[2].job.flatMap(JobSpec.init(json:))?.when == nil)
  }

  private static let mistakes: KeyValuePairs<String, String> = [
    "{}": "3:21 EE123 'foreach' of node 'a' has no parameters, expected at least one",
    "[]": "3:21 EE123 'foreach' of node 'a' has no parameters, expected at least one",
    "{where: 1}": "3:21 EE123 'foreach' of node 'a' has no parameters, expected at least one",
    "many": "3:30 EE105 'foreach' is 'many', expected a map",
    "{n: []}": "3:34 EE123 parameter 'n' has no values, expected at least one",
    "{n: [1, 2], where: n > 2}":
      "3:49 EE309 'foreach' of node 'a' has no members left, expected at least one",
    "{n: [1, '1']}": "3:31 EE301 two members would be named 'a/n_1': 'n=1' and 'n=1'",
    "{n: [1], m: [1, 2], identifier: 'x{n}'}":
      "3:62 EE301 two members would be named 'a/x1': 'n=1 m=1' and 'n=1 m=2'",
    "{n: '[3-1]'}":
      "3:36 EE122 parameter 'n': range '3-1' runs backwards, expected the smaller first",
    "{experiments: {n: [1]}, wher: n}":
      "3:54 EE104 unknown key 'wher' in 'foreach' of node 'a'",
    "{from: list}": "3:37 EE105 'from' of 'foreach' is 'list', expected NODE.output",
    "{from: x.output}": "3:37 CC101 output of unknown node 'x', expected a key of 'nodes'",
    "{from: a.output}":
      "3:37 EE105 node 'a' takes its members from its own output, expected another node's",
    "{form: x.output}": "3:31 EE104 unknown key 'form' in 'foreach' of node 'a'",
    "{fro: x.output}": "3:31 EE104 unknown key 'fro' in 'foreach' of node 'a'",
    "{n: [1, 2], wher: n > 1}": "3:42 EE104 unknown key 'wher' in 'foreach' of node 'a'",
    "{n: [1, 2], exlude: n = 1}": "3:42 EE104 unknown key 'exlude' in 'foreach' of node 'a'",
    "{n: [1], identifer: 'run{n}'}": "3:39 EE104 unknown key 'identifer' in 'foreach' of node 'a'",
  ]

  @Test(arguments: mistakes.map { ($0.key, $0.value) })
  func `a fan-out with a mistake is refused`(map: String, expected: String) throws {
    let sample = try SampleStudy("a: {exec: echo, foreach: \(map)}")
    #expect(sample.mistakes() == [expected])
  }

  @Test func `a dependency that follows from an output may not close a cycle`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo, needs: b}", "b: {exec: echo, foreach: {from: a.output}}")
    #expect(
      sample.mistakes() == ["4:37 CC102 the dependencies form a cycle: a → b → a"])
  }
}
