import Testing

@testable import EECore

/// What a frame finds, and in which order it looks.
@Suite struct BinderTests {
  @Test
  func
    `parameters go before attributes, those before top-level keys, then ours, then the environment`()
    throws
  {
    let template = "{a} {b} {c} {count} {d}"
    let environment = ["a": "env", "b": "env", "c": "env", "count": "env", "d": "env"]
    let sample = try SampleSweep(
      """
      a: top
      b: top
      c: top
      attributes: {a: attribute, b: attribute}
      experiments: {a: [parameter]}
      """, template: template, environment: environment)
    #expect(sample.script() == "parameter attribute top 1 env")
  }

  @Test func `a bare name reaches the environment only where it may`() throws {
    let closed = try SampleSweep(
      "experiments: {a: 1}", template: "{HOME} {os.HOME}", environment: ["HOME": "/h"],
      bareNamesReachEnvironment: false)
    #expect(closed.script() == "{HOME} /h")
    #expect(closed.plan.warnings.map(\.code) == [.undefinedWord])
  }

  @Test func `dotted names go by section, and ours have sections of their own`() throws {
    let sample = try SampleSweep(
      """
      system: {host: h, part: {name: p}}
      sbatch: {time: 1}
      experiments: {a: [x, y]}
      """,
      template:
        "{experiment.a} {experiments.a} {system.host} {system.part.name} {ee.index}/{ee.count} "
        + "{ee.name} {ee.identifier} {sbatch.identifier} {ee.directory} {os.U} {cm.V} {cloudmesh.V} "
        + "<os.U> <cm.V>",
      environment: ["U": "u"], variables: ["V": "v"])
    #expect(
      sample.script(at: 1)
        == "y y h p 2/2 sweep a_y a_y experiments/a_y u v v u v")
    #expect(sample.text("job.sh", at: 0)?.contains(sample.experiments[1].uuid) == false)
  }

  @Test func `values may hold frames, constant ones and others`() throws {
    let sample = try SampleSweep(
      """
      attributes: {base: "/data/{os.U}", out: "{base}/{a}/{ee.index}"}
      experiments: {a: [x, y]}
      """, template: "{out}|{sh.out}|{ee.uuid}", environment: ["U": "u v"])
    let uuids = sample.experiments.map(\.uuid)
    #expect(sample.script(at: 0) == "/data/u v/x/1|'/data/u v/x/1'|\(uuids[0])")
    #expect(sample.script(at: 1) == "/data/u v/y/2|'/data/u v/y/2'|\(uuids[1])")
  }

  @Test func `what comes from outside is never read as a frame`() throws {
    let sample = try SampleSweep(
      "attributes: {x: '{os.U}'}\nexperiments: {a: [1]}", template: "{x} {os.U}",
      environment: ["U": "{os.SECRET}", "SECRET": "s"])
    #expect(sample.script() == "{os.SECRET} {os.SECRET}")
  }

  @Test(arguments: ["False", "0.001", "1e-4", "012", "6:00:00", "0.10", "yes", "null", "1_000"])
  func `a value is rendered as it was written`(spelling: String) throws {
    let sample = try SampleSweep(
      "attributes: {x: \(spelling)}\nexperiments: {a: [\(spelling)]}", template: "{x} {a} {sh.a}")
    #expect(sample.script() == "\(spelling) \(spelling) \(spelling)")
  }

  @Test func `an escaped frame in a value loses its backslash once`() throws {
    let sample = try SampleSweep(
      #"attributes: {x: '\{name} {a}'}"# + "\nexperiments: {a: [1]}", template: #"{x} \{x}"#)
    #expect(sample.script() == "{name} 1 {x}")
  }

  @Test func `the name of the file and its directory may hold frames of constants`() throws {
    let sample = try SampleSweep(
      """
      name: "n-{os.U}"
      dir: "out/{system.host}"
      system: {host: h}
      experiments: {a: 1}
      """, template: "{name} {ee.name} {ee.directory}", environment: ["U": "u"])
    #expect(sample.plan.name == "n-u")
    #expect(sample.plan.directory == "out/h")
    #expect(sample.script() == "n-u n-u out/h/a_1")
  }

  @Test func `a bare name of a section is text, and a warning`() throws {
    let sample = try SampleSweep(
      "log: {dir: x}\nattributes: {data: [1]}\ncount: {a: 1}\nexperiments: {a: [1]}",
      template: "f'{log}' {data} {count}")
    #expect(sample.script() == "f'{log}' {data} 1")
    #expect(
      sample.plan.warnings.map(\.message) == [
        "'{log}' is a map, and stays as it is", "'{data}' is a list, and stays as it is",
      ])
    #expect(
      sample.plan.warnings.map(\.hint) == [
        "write \\{log} where it is meant as text, {log.dir} for an entry",
        "write \\{data} where it is meant as text",
      ])
  }

  @Test func `an empty variable is empty text`() throws {
    let sample = try SampleSweep(
      "x: '{os.E}'\nexperiments: {a: 1}", template: "<{os.E}>", environment: ["E": ""])
    #expect(sample.script() == "<>")
    #expect(sample.config()?.hasPrefix("x: ''\n") == true)
  }

  @Test func `a closed environment says how to open it`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "experiments: {a: 1}", template: "{os.HOST}", bareNamesReachEnvironment: false)
    }
    #expect(
      error?.all.map(\.hint) == [
        "--os HOST lets it in; write \\{os.HOST} where it is meant as text; "
          + "--lenient leaves such frames"
      ])
  }

  @Test func `one value that is named often is reported once`() throws {
    let sample = try SampleSweep(
      "attributes: {x: '{what}', y: '{x}{x}'}\nexperiments: {a: 1}", template: "{x} {y}")
    #expect(sample.plan.warnings.count == 1)
    #expect(sample.script() == "{what} {what}{what}")
  }
}
