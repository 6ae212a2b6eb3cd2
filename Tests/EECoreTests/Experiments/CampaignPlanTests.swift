import Testing

@testable import EECore

@Suite struct CampaignPlanTests {
  @Test func `without an identifier it is made of names and values in parameter order`() throws {
    let sample = try SampleSweep("experiments: {lr: [0.1], epoch: '1,30', repeat: {repeat: 2}}")
    #expect(
      sample.experiments.map(\.identifier) == [
        "lr_0.1_epoch_1_repeat_1", "lr_0.1_epoch_1_repeat_2", "lr_0.1_epoch_30_repeat_1",
        "lr_0.1_epoch_30_repeat_2",
      ])
    #expect(sample.plan.space.axes.map(\.isRepeat) == [false, false, true])
  }

  @Test func `--name changes the name, and the uuids only where the file has none`() throws {
    let named = "name: a\nexperiments: {epoch: 1}"
    let uuid = try SampleSweep(named).experiments.map(\.uuid)
    let renamed = try SampleSweep(named, name: "b")
    #expect(renamed.plan.name == "b")
    #expect(renamed.experiments.map(\.uuid) == uuid)
    let unnamed = try SampleSweep("experiments: {epoch: 1}", name: "a")
    #expect(unnamed.experiments.map(\.uuid) == uuid)
  }

  @Test func `an added value leaves the others their uuid and name`() throws {
    let before = try SampleSweep("experiments: {a: '1,2', b: [x]}").experiments
    let after = try SampleSweep("experiments: {b: [y, x], a: '1,3,2'}\nidentifier: 'a_{a}_b_{b}'")
      .experiments
    for experiment in before {
      #expect(
        after.contains { $0.uuid == experiment.uuid && $0.identifier == experiment.identifier })
    }
  }

  @Test(arguments: [
    ("job.in.sh", "job.sh"), ("slurm/a100.in.slurm", "a100.slurm"), ("job.in", "job"),
    ("job.sh", "job.sh"), ("in.sh", "in.sh"), ("job.in.in.sh", "job.in.sh"), ("main.py", "main.py"),
    ("plain", "plain"), ("margin.sh", "margin.sh"),
  ])
  func `.in drops out of the name of a template`(path: String, expected: String) {
    #expect(CampaignPlan.TemplateFile(path: path, bytes: []).scriptName == expected)
  }

  @Test func `a template without frames comes out byte for byte`() throws {
    let text = "#!/bin/sh\r\nawk '{print $1}' ${X:-y} {1..3} {a,b}\n\tno end of line"
    let sample = try SampleSweep("experiments: {e: [1]}", template: text)
    #expect(sample.script() == text)
    #expect(sample.plan.warnings == [])
  }

  @Test func `everything wrong is reported together, twenty at most`() {
    let values = (0..<30).map { "a\($0): 'x'" }.joined(separator: ", ")
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "attributes: {\(values)}\nexperiments: {e: 1}\nidentifier: '{q.r}'",
        template: (0..<30).map { "{a.b\($0)}" }.joined())
    }
    #expect(error?.all.count == 20)
    #expect(error?.all.first?.position?.file == "sweep.yaml")
    #expect(error?.all.last?.position?.file == "job.in.sh")
  }

  @Test func `an identifier may hold the uuid`() throws {
    let sample = try SampleSweep("experiments: {a: '1,2'}\nidentifier: '{a}-{uuid}'")
    #expect(
      sample.experiments.map(\.identifier)
        == sample.experiments.map { "\($0.parameters.dropFirst(5).dropLast())-\($0.uuid)" })
  }

  @Test(arguments: [
    ("{a}-{ee.index}", "an experiment's place, which moves when the sweep grows"),
    ("{a}-{count}", "an experiment's place, which moves when the sweep grows"),
    ("{ee.directory}", "the directory, which is named by it"),
    ("{a}{x}", "an experiment's place, which moves when the sweep grows"),
  ])
  func `an identifier that would change by itself is refused`(text: String, why: String) {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "attributes: {x: 'n{index}'}\nexperiments: {a: '1,2'}\nidentifier: '\(text)'")
    }
    #expect(error?.all.map(\.message) == ["'identifier' depends on \(why)"])
  }

  @Test func `values that name each other without end or measure are refused`() {
    func problem(_ lines: [String]) -> [DiagnosticCode]? {
      let error = #expect(throws: Diagnostics.self) {
        try SampleSweep(
          "attributes:\n" + lines.map { "  \($0)\n" }.joined() + "experiments: {a: 1}\n")
      }
      return error?.all.map(\.code)
    }
    let chain = (0..<3000).map { "x\($0): '{x\($0 + 1)}'" } + ["x3000: end"]
    #expect(problem(chain)?.first == .documentTooLarge)
    let doubling = (0..<40).map { "x\($0): '{x\($0 + 1)}{x\($0 + 1)}'" } + ["x40: end"]
    #expect(problem(doubling)?.first == .documentTooLarge)
  }
}
