import CampaignStore
import EECore
import TestSupport
import Testing

@testable import CCWorkflow

/// Groups whose members become known while the run goes on.
@Suite struct OpenGroupTests {
  private func loop(_ repeating: String, _ keys: String = "exec: echo") throws -> OpenGroup {
    let record = try SampleStudy("a: {\(keys), repeat: \(repeating)}").records().first
    return try #require(record.flatMap(OpenGroup.init))
  }

  @Test func `a pass is a job of its own`() throws {
    let group = try loop(
      "{max: 3, until: pass > 1}",
      "exec: 'train {name}', time: 1h, retries: 2, cpus: 4, success: exit_code = 0, env: {X: y}")
    let pass = try #require(group.pass(2))
    #expect(pass.name == "a#2")
    #expect(pass.group == "a")
    #expect(pass.kind == .job)
    let job = try #require(pass.job.flatMap(JobSpec.init(json:)))
    #expect(job.command == ["/bin/sh", "-c", "train a"])
    #expect(job.environment == ["X": "y", "CMS_PASS": "2"])
    #expect(job.pass == 2)
    #expect(job.loop == nil)
    #expect(job.success.first?.text == "exit_code = 0")
    #expect(
      job.demand
        == JobDemand(
          ResourceRequest(cpus: 4), limit: 3_600_000_000_000,
          retry: RetryPolicy(max: 2, causes: RetryReader.defaultCauses)))
    #expect(job.logLink.hasSuffix("/a-2.log"))
    #expect(pass.input != group.pass(1)?.input)
    #expect(group.pass(0) == nil)
    #expect(group.pass(3) != nil)
    #expect(group.pass(4) == nil)
  }

  @Test func `a loop is over when its condition holds, and has failed when it never does`() throws {
    let group = try loop("{max: 3, until: \"metric('a', 'acc', 'max') > 0.9\"}")
    var values = FakeValues(metrics: ["a": ["acc": [0.5]]])
    #expect(try group.next(after: 1, values) == .anotherPass)
    #expect(
      try group.next(after: 3, values)
        == .failure(
          "after its last pass, number 3, its condition is false for "
            + "metric('a', 'acc', 'max')=0.5"))
    values.metrics["a"]?["acc"] = [0.5, 0.95]
    #expect(try group.next(after: 2, values) == .end)
    #expect(try group.next(after: 3, values) == .end)
  }

  @Test func `a loop may ask about its last pass`() throws {
    let group = try loop("{max: 9, until: metric('x') > 1 AND pass = 2}")
    #expect(try group.next(after: 2, FakeValues(metrics: ["a#2": ["x": [2]]])) == .end)
    #expect(try group.next(after: 3, FakeValues(metrics: ["a#3": ["x": [2]]])) == .anotherPass)
  }

  @Test func `a loop without a condition has all its passes`() throws {
    let group = try loop("{max: 2}")
    #expect(try group.next(after: 1, FakeValues()) == .anotherPass)
    #expect(try group.next(after: 2, FakeValues()) == .end)
  }

  @Test func `a group whose members are known is not open`() throws {
    let records = try SampleStudy("a: {exec: echo, foreach: {n: [1]}}").records()
    #expect(records.map { OpenGroup($0) == nil } == [true, true])
  }

  private func sample(_ keys: String) throws -> SampleStudy {
    try SampleStudy(
      "gen: {exec: echo}", "a: {\(keys), foreach: {from: gen.output}}",
      environment: ["USER": "me"])
  }

  private func members(_ keys: String, _ log: String) throws -> [NodeRecord] {
    let record = try sample(keys).records().last
    let group = try #require(record.flatMap(OpenGroup.init))
    return try group.members(of: Array(log.utf8), path: "gen.log")
  }

  @Test func `each line that is an object is a member`() throws {
    let records = try members(
      "exec: 'train {lr} {model} {os.USER}', cpus: '{cpus}', directory: 'out/{model}', "
        + "success: metric('x') > lr",
      """
      starting
      {"lr": 0.10, "model": "mlp", "cpus": 2}
      [1, 2]
        {"lr": 1e-3, "model": "cnn, deep", "cpus": 4, "none": null, "layers": [1, 2]}\r
      {"broken": 
      {"lr": 0.10, "model": "mlp", "cpus": 2}
      done
      """)
    #expect(
      records.map(\.name) == [
        "a/lr_0.10_model_mlp_cpus_2", "a/lr_1e-3_model_cnn,@20deep_cpus_4_layers_@5B1,2@5D",
      ])
    let job = try #require(records[1].job.flatMap(JobSpec.init(json:)))
    #expect(job.command.last == "train 1e-3 cnn, deep me")
    #expect(job.request.cpus == 4)
    #expect(job.directory.hasSuffix("/out/cnn, deep"))
    #expect(job.parameters["lr"] == "1e-3")
    #expect(
      job.environment == [
        "CMS_PARAM_lr": "1e-3", "CMS_PARAM_model": "cnn, deep", "CMS_PARAM_cpus": "4",
        "CMS_PARAM_layers": "[1,2]",
      ])
    #expect(records.map(\.group) == ["a", "a"])
  }

  private static let mistakes: KeyValuePairs<String, String> = [
    "":
      "gen.log:1 EE309 node 'gen' printed no JSON object, expected one a line for each member of 'a'",
    "one\n2\n":
      "gen.log:3 EE309 node 'gen' printed no JSON object, expected one a line for each member of 'a'",
    "{\"lr\": 1}\n{}\n": "gen.log:2 EE123 a member of 'a' has no parameters, expected at least one",
    "{\"x\": \"a\\u0000b\"}\n":
      "gen.log:1 EE105 a text holds a NUL, which neither a script nor a variable can hold",
    "{\"a b\": 1}\n":
      "gen.log:1 EE105 parameter name 'a b' is not a word, expected letters, digits, '_' and '-'",
    "{\"x\": 1}\n":
      "workflow.yaml:4 EE201 '{experiment.lr}' is not defined, expected a parameter 'lr' in "
      + "'experiments'",
  ]

  @Test(arguments: mistakes.map { ($0.key, $0.value) })
  func `an output that cannot be used is a mistake that names the log`(
    log: String, expected: String
  ) throws {
    let error = try #require(throws: Diagnostics.self) {
      try members("exec: 'echo {experiment.lr}'", log)
    }
    let found = error.all.map { error in
      let file = error.position?.file.split(separator: "/").last ?? "-"
      return "\(file):\(error.position?.line ?? 0) \(error.code.rawValue) \(error.message)"
    }
    #expect(found == [expected])
  }

  @Test func `frames that cannot be parameters are checked before anything runs`() throws {
    let sample = try sample("exec: 'echo {lr} {experiment.x} {sh.experiment.y} {os.NOPE} {no.pe}'")
    #expect(
      sample.mistakes() == [
        "4:59 EE201 '{os.NOPE}' is not defined, expected an environment variable 'NOPE'",
        "4:69 EE201 '{no.pe}' is not defined, expected a key 'pe' in section 'no'",
      ])
  }

  @Test func `the node that prints the members comes first`() throws {
    let study = try sample("exec: echo").study()
    #expect(study.spec.edges.map { "\($0.source)>\($0.destination)" } == ["gen>a"])
  }
}
