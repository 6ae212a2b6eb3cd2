import Testing

@testable import EECore

// Values of the command line.
extension ConfigLayersTests {
  static let sweep = """
    name: s
    time: 1
    system: {host: h}
    attributes: {time: 2, data: {dir: x}}
    experiments: {epoch: "1,30", lr: 0.1}
    derive: {steps: epoch * 100}
    """

  @Test(arguments: [
    ("epoch=5", "experiments.epoch", "5"),
    ("experiment.epoch=5", "experiments.epoch", "5"),
    ("experiments.new=5", "experiments.new", "5"),
    ("epoch=1,2", "experiments.epoch", "1,2"),
    ("epoch=[1-3,7]", "experiments.epoch", "[1-3,7]"),
    ("epoch=[1, 2]", "experiments.epoch", "[1, 2]"),
    ("epoch=a[1-3]", "experiments.epoch", "a[1-3]"),
    ("epoch=[1-2]x[3-4]", "experiments.epoch", "[1-2]x[3-4]"),
    ("lr={from: 1, to: 3, step: 1}", "experiments.lr", "{from: 1, to: 3, step: 1}"),
    ("time=9", "attributes.time", "9"),
    ("name=other", "name", "other"),
    ("where=epoch < 60", "where", "epoch < 60"),
    ("new=1", "attributes.new", "1"),
    ("system.host=k", "system.host", "k"),
    ("system.new.deep=k", "system.new.deep", "k"),
    ("data.dir=y", "attributes.data.dir", "y"),
    ("attributes.data.dir=y", "attributes.data.dir", "y"),
    ("sample.count=3", "sample.count", "3"),
    ("new=true", "attributes.new", "true"),
    ("new=\"true\"", "attributes.new", "'true'"),
    ("new=", "attributes.new", ""),
    ("new=a: b # c", "attributes.new", "a: b # c"),
    ("new=1-3", "attributes.new", "1-3"),
    ("new=[1-3]", "attributes.new", "[1-3]"),
    ("new={os.HOME}/x", "attributes.new", "{os.HOME}/x"),
    ("new={epoch}", "attributes.new", "{epoch}"),
    ("new=a=b", "attributes.new", "a=b"),
    ("steps=lr * 2", "derive.steps", "lr * 2"),
  ])
  func `a value of the command line goes where its name belongs`(
    option: String, path: String, expected: String
  ) throws {
    var layers = try layers(Self.sweep)
    try layers.apply(try ConfigOverride(option, option: "-o"))
    #expect(layers.origins(of: path).first.map(text) == expected)
    #expect(layers.origins(of: path).first?.position.file == "-o")
  }

  @Test func `a value of the command line has its column there`() throws {
    var layers = try layers(Self.sweep)
    for override in try ConfigOverride.list("time=é, lr=[1, 2]", option: "--attributes") {
      try layers.apply(override)
    }
    #expect(
      origins(layers, "attributes.time") == ["--attributes:1:6 é", "1.yaml:4:20 2"])
    #expect(
      layers.origins(of: "experiments.lr").first?.sequence?.map { "\($0.position)" }
        == ["--attributes:1:13", "--attributes:1:16"])
  }

  @Test(arguments: [
    ("a=1,b=2", ["a=1", "b=2"]), ("a=1,2,b=2", ["a=1,2", "b=2"]),
    ("a=[1,b=2],c=3", ["a=[1,b=2]", "c=3"]),
    ("a=\"x,b=2\",c=3", ["a=\"x,b=2\"", "c=3"]), ("a=it's,b=2", ["a=it's", "b=2"]),
    ("a={x: 'p,q=1'},b.c=2", ["a={x: 'p,q=1'}", "b.c=2"]),
    ("a=1, b=2 ,c=3", ["a=1", "b=2", "c=3"]),
    ("a=],b=2", ["a=]", "b=2"]), ("a=1,,b=2", ["a=1,", "b=2"]), ("a=1,b=2,", ["a=1", "b=2,"]),
  ])
  func `a list of values is cut where a name follows a comma`(text: String, parts: [String]) {
    #expect(OptionText.assignments(in: text, separatedBy: ",").map(String.init) == parts)
  }

  @Test(arguments: [
    ("epoch", "-o:1:1", "'epoch' has no '=', expected NAME=VALUE"),
    ("", "-o:1:1", "'' has no '=', expected NAME=VALUE"),
    (
      "=1", "-o:1:1",
      "'' is no name, expected words of letters, digits, '_' and '-' with dots between"
    ),
    (
      "a..b=1", "-o:1:1",
      "'a..b' is no name, expected words of letters, digits, '_' and '-' with dots between"
    ),
    ("time.x=1", "-o:1:1", "'time' is a number in 1.yaml, expected a map to set 'time.x' in"),
    (
      "system.host.x=1", "-o:1:1",
      "'system.host' is text in 1.yaml, expected a map to set 'system.host.x' in"
    ),
    ("experiments.a.b=1", "-o:1:1", "'experiments.a.b' is no parameter, expected experiments.NAME"),
    (
      "new={a: [1}", "-o:1:11",
      "value of 'new': malformed YAML: while parsing a flow sequence: did not find expected ',' or ']'"
    ),
    (
      "new=\"a", "-o:1:5",
      "value of 'new': malformed YAML: the quote opened here is never closed"
    ),
  ])
  func `a value of the command line that cannot be placed is a mistake`(
    option: String, place: String, message: String
  ) throws {
    var layers = try layers(Self.sweep)
    let error = #expect(throws: Diagnostics.self) {
      try layers.apply(try ConfigOverride(option, option: "-o"))
    }
    #expect(error?.all.map(\.code) == [.malformedOverride])
    #expect(error?.all.map(\.message) == [message])
    #expect(error?.all.first?.position.map { "\($0)" } == place)
  }

  @Test(arguments: [
    (
      "host.account=mine",
      "write it below 'variables' of the host in the hosts file; --host and --hosts choose it"
    ),
    ("os.USER=me", "set USER in the environment; --os USER writes it into config.yaml"),
    ("cm.user=me", "write cms-ee set user=VALUE"),
    ("cloudmesh.user=me", "write cms-ee set user=VALUE"),
    ("ee.count=3", "it is decided by each experiment; --name names the campaign"),
    ("slurm.sbatch=x", "write the options of the batch system below 'directives'"),
  ])
  func `a name that frames look up elsewhere is refused`(option: String, hint: String) throws {
    var layers = try layers(Self.sweep)
    let error = #expect(throws: Diagnostics.self) {
      try layers.apply(try ConfigOverride(option, option: "-o"))
    }
    let name = option.prefix { $0 != "=" }
    #expect(error?.all.map(\.code) == [.malformedOverride])
    #expect(
      error?.all.map(\.message) == [
        "'\(name)' would have no effect, as frames do not look for it here"
      ])
    #expect(error?.all.map(\.hint) == [hint])
    #expect(error?.all.first?.position.map { "\($0)" } == "-o:1:1")
  }

  @Test func `a section of the file is not taken for another of its name`() throws {
    var layers = try layers("slurm: {partition: gpu}\nhost: {account: a}\n")
    for option in ["slurm.partition=bii", "host.account=b"] {
      try layers.apply(try ConfigOverride(option, option: "-o"))
    }
    #expect(text(layers.root) == "{slurm: {partition: bii}, host: {account: b}}")
  }

  @Test(arguments: ["a=1", "experiments.b=1"])
  func `a parameter of a list of spaces could be in any of them`(option: String) throws {
    var layers = try layers("experiments: [{a: 1}, {a: 2, b: 3}]\n")
    let error = #expect(throws: Diagnostics.self) {
      try layers.apply(try ConfigOverride(option, option: "-o"))
    }
    let name = option.split(separator: "=")[0]
    #expect(
      error?.all.map(\.message)
        == ["'experiments' is a list, so '\(name)' could be in any part of it"])
    #expect(error?.all.first?.hint == "replace all of it with --experiment")
  }

  @Test func `a name of endless parts is a mistake`() {
    let error = #expect(throws: Diagnostics.self) {
      try ConfigOverride(String(repeating: "a.", count: 20_000) + "b=1", option: "-o")
    }
    #expect(error?.all.map(\.message) == ["a name has 20001 parts, expected at most 100"])
  }

  @Test func `parameters of the command line replace the section`() throws {
    var layers = try layers("experiment: {a: 1, epoch: 2}\n")
    try layers.apply(experiment: "epoch=[1-3] x=[1, 4]  y=0.1", option: "--experiment")
    #expect(text(layers.root) == "{experiment: {epoch: [1-3], x: [1, 4], y: 0.1}}")
    #expect(origins(layers, "experiments.epoch") == ["--experiment:1:7 [1-3]", "1.yaml:1:27 2"])
    #expect(origins(layers, "experiments.a") == ["1.yaml:1:17 1"])
  }

  @Test func `a parameter given twice on the command line is a mistake`() throws {
    var layers = try layers("a: 1\n")
    let error = #expect(throws: Diagnostics.self) {
      try layers.apply(experiment: "x=1 x=2", option: "--experiment")
    }
    #expect(error?.all.map(\.code) == [.duplicateKey])
  }
}
