import TestSupport
import Testing

@Suite struct ExplainTests {
  private let test: CommandTest

  init() throws {
    test = try CommandTest().file(
      "sweep.yaml",
      """
      name: mnist
      attributes: {time: "12:00:00", data: "/scratch/{os.USER}"}
      experiments:
        epoch: "[1-8]"
        model: [mlp, cnn, lstm]
        batch: [32, 64, 128]
        gpu: [a100, v100, p100, k80]
        repeat: {repeat: 2}
      zip: [[model, batch]]
      derive: {steps: "epoch * 100"}
      exclude:
        - {gpu: k80, model: lstm}
        - "epoch > 6 AND gpu = 'p100'"
      profiles: {quick: {attributes: {time: "1:00"}}}

      """
    ).file("more.json", #"{"attributes": {"time": "2:00"}}"#)
  }

  @Test func `a count is explained by its factors, its rules and its parameters`() throws {
    let run = try test.run("cms-ee", "explain", "sweep.yaml")
    #expect(run.errors == "")
    #expect(
      run.output == """
        96 = 8 × 3 (zipped) × 4; 8 excluded by line 12; 6 excluded by line 13; 164 = 82 × 2 (repeat)
        164 experiments
          epoch   swept, sweep.yaml:4:3: 8 values: 1, 2, 3, 4, 5, 6, …
          model   swept, sweep.yaml:5:3: mlp, cnn, lstm
          batch   swept, sweep.yaml:6:3: 32, 64, 128
          gpu     swept, sweep.yaml:7:3: a100, v100, p100, k80
          repeat  repeat, sweep.yaml:8:3: 1, 2
          steps   derived, sweep.yaml:10:10: 8 values: 100, 200, 300, 400, 500, 600, …

        """)
    #expect(run.written.isEmpty)
    #expect(try test.run("cms-ee", "plan", "--count", "sweep.yaml").output == "164\n")
  }

  @Test func `a value is explained by where it stands and all that it overrode`() throws {
    let run = try test.run(
      "cms-ee", "explain", "sweep.yaml", "time", "--config", "more.json", "--profile", "quick",
      "-o", "time=9")
    #expect(
      run.output == """
        time is an attribute
          set by -o:1:6: 9
          overrides sweep.yaml:14:39: 1:00
          overrides more.json:1:25: 2:00
          overrides sweep.yaml:2:20: 12:00:00
          value: 9

        """)
  }

  @Test(arguments: [
    (
      "data",
      "data is an attribute\n  set by sweep.yaml:2:38: /scratch/{os.USER}\n  value: /scratch/tester\n"
    ),
    (
      "gpu",
      "gpu is a swept parameter with 4 values\n"
        + "  set by sweep.yaml:7:8: [a100, v100, p100, k80]\n"
    ),
    (
      "steps",
      "steps is a derived parameter with 8 values\n  set by sweep.yaml:10:17: epoch * 100\n"
    ),
    ("os.USER", "os.USER is a variable of the environment\n  value: tester\n"),
    ("ee.uuid", "ee.uuid is part of what each experiment is\n"),
  ])
  func `every kind of name is explained`(name: String, text: String) throws {
    #expect(try test.run("cms-ee", "explain", "sweep.yaml", name).output == text)
  }

  private func layered() throws -> CommandTest {
    try CommandTest().file(
      "sweep.yaml",
      """
      system: {host: a, gpu: {type: k80, list: [1, 2]}, none: {}}
      sbatch: none
      experiments: {epoch: [1, 2], lr: {from: 1, to: 3, step: 1}}

      """
    ).file("more.yaml", "system: {host: b, gpu: {type: v100}}\nsbatch: {time: 1h}\n")
  }

  @Test(arguments: [
    (
      "system",
      """
      system is a section of the configuration
        system.host
          set by more.yaml:1:16: b
          overrides sweep.yaml:1:16: a
        system.gpu.type
          set by more.yaml:1:31: v100
          overrides sweep.yaml:1:31: k80
        system.gpu.list
          set by sweep.yaml:1:42: [1, 2]
        system.none
          set by sweep.yaml:1:57: {}

      """
    ),
    (
      "sbatch",
      """
      sbatch is a section of the configuration
        sbatch.time
          set by more.yaml:2:16: 1h
        overrides sweep.yaml:2:9: none

      """
    ),
    (
      "experiments",
      """
      experiments is a section of the configuration
        experiments.epoch
          set by sweep.yaml:3:22: [1, 2]
        experiments.lr
          set by sweep.yaml:3:34: {from: 1, to: 3, step: 1}

      """
    ),
  ])
  func `a section is explained by each of its values`(name: String, text: String) throws {
    let run = try layered().run("cms-ee", "explain", "sweep.yaml", name, "--config", "more.yaml")
    #expect(run.errors == "")
    #expect(run.output == text)
  }

  @Test func `a section has the origins of its values in JSON too`() throws {
    let run = try layered().run(
      "cms-ee", "explain", "sweep.yaml", "sbatch", "--config", "more.yaml", "--json")
    #expect(
      run.output == #"{"version":1,"name":"sbatch","what":"a section of the configuration","#
        + #""value":null,"origins":[{"position":{"file":"more.yaml","line":2,"column":9},"#
        + #""value":{"time":"1h"}},{"position":{"file":"sweep.yaml","line":2,"column":9},"#
        + #""value":"none"}],"entries":[{"name":"sbatch.time","origins":[{"position":"#
        + #"{"file":"more.yaml","line":2,"column":16},"value":"1h"}]}]}"# + "\n")
  }

  @Test func `a sweep of which nothing is left is accounted for before the error`() throws {
    let test = try CommandTest().file(
      "sweep.yaml",
      "experiments: {e: \"1,2\", gpu: [a, b]}\nderive: {d: \"e * 2\"}\nwhere: [\"gpu = e\"]\n")
    let errors = """
      sweep.yaml:3:9: error: no combination is left of the sweep, expected at least one [EE309]
        3 │ where: ["gpu = e"]
          │         ^
      hint: cms-ee explain shows what each rule takes away

      """
    let run = try test.run("cms-ee", "explain", "sweep.yaml")
    #expect(run.code == 2)
    #expect(run.errors.hasSuffix(errors))
    #expect(
      run.output == """
        4 = 2 × 2; 4 excluded by line 3
        0 experiments
          e    swept, sweep.yaml:1:15: 1, 2
          gpu  swept, sweep.yaml:1:25: a, b
          d    derived, sweep.yaml:2:10: no values

        """)
    let count = try test.run("cms-ee", "plan", "--count", "sweep.yaml")
    #expect(count.output == "0\n")
    #expect(count.errors == run.errors)
    #expect(count.code == 2)
    let plan = try test.run("cms-ee", "plan", "sweep.yaml")
    #expect(plan.output == "")
    #expect(plan.errors == errors)
    #expect(plan.code == 2)
  }

  @Test func `a sample of nothing is accounted for too`() throws {
    let run = try CommandTest().file(
      "sweep.yaml", "experiments: {e: \"1,2\"}\nwhere: e > 2\nsample: {count: 1}\n"
    ).run("cms-ee", "explain", "sweep.yaml")
    #expect(run.code == 2)
    #expect(run.output.hasPrefix("2 = 2; 2 excluded by line 2\n0 experiments\n"))
  }

  @Test func `behind --config one word that is no file is a name`() throws {
    let name = try test.run("cms-ee", "explain", "--config", "sweep.yaml", "gpu")
    #expect(name.errors == "")
    #expect(name.output.hasPrefix("gpu is a swept parameter with 4 values\n"))
    let file = try test.run("cms-ee", "explain", "--config", "more.json", "sweep.yaml")
    #expect(file.output.hasPrefix("96 = 8 × 3 (zipped) × 4; "))
    let both = try test.run("cms-ee", "explain", "--config", "more.json", "sweep.yaml", "time")
    #expect(both.output.contains("  value: 2:00\n"))
  }

  @Test func `a name of the command line wins over the file's`() throws {
    #expect(
      try test.run("cms-ee", "explain", "sweep.yaml", "name", "--name", "other").output == """
        name is a value of the configuration
          set by --name:1:1: other
          overrides sweep.yaml:1:7: mnist
          value: other

        """)
  }

  @Test func `a name that means nothing is answered with the nearest one`() throws {
    let run = try test.run("cms-ee", "explain", "sweep.yaml", "epohc")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        error: 'epohc' is not defined, expected a parameter, an attribute or a top-level key [EE201]
        hint: did you mean 'epoch'?

        """)
  }

  @Test(arguments: ["", ".", "{epoch}"])
  func `what is no name is answered with what one looks like`(name: String) throws {
    let run = try test.run("cms-ee", "explain", "sweep.yaml", name)
    #expect(run.code == 2)
    #expect(
      run.errors == """
        error: '\(name)' is no name, expected one such as epoch or system.host [EE201]
        hint: write it as in a frame, without the braces

        """)
  }
}
