import Testing

@testable import EECore

@Suite struct ConfigLayersTests {
  private func layers(_ first: String, _ others: String...) throws(Diagnostics) -> ConfigLayers {
    var layers = try ConfigLayers(try YAMLReader.read(Array(first.utf8), file: "1.yaml"))
    for (index, text) in others.enumerated() {
      try layers.add(try YAMLReader.read(Array(text.utf8), file: "\(index + 2).yaml"))
    }
    return layers
  }

  /// A tree on one line, for comparing.
  private func text(_ node: ConfigNode) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.isPlain ? scalar.text : "'\(scalar.text)'"
    case .sequence(let nodes): "[" + nodes.map(text).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private func origins(_ layers: ConfigLayers, _ path: String) -> [String] {
    layers.origins(of: path).map { "\($0.position) \(text($0))" }
  }

  @Test(arguments: [
    ("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}"),
    ("{a: {x: 1, y: {z: 2}}}", "{a: {y: {w: 3}, x: 4}}", "{a: {x: 4, y: {z: 2, w: 3}}}"),
    ("{a: [1, 2]}", "{a: [3]}", "{a: [3]}"),
    ("{a: {x: 1}}", "{a: 2}", "{a: 2}"),
    ("{a: 2}", "{a: {x: 1}}", "{a: {x: 1}}"),
    ("{a: {x: 1}}", "{a: }", "{a: }"),
    (
      "{experiments: {lr: {from: 1, to: 2, step: 1}, n: 1}}",
      "{experiments: {lr: {from: 1, to: 2, count: 4}}}",
      "{experiments: {lr: {from: 1, to: 2, count: 4}, n: 1}}"
    ),
    ("{experiment: {a: 1}}", "{experiments: {b: 2, a: 3}}", "{experiment: {a: 3, b: 2}}"),
    ("{experiments: {a: 1}}", "{experiments: [{a: 1}, {b: 2}]}", "{experiments: [{a: 1}, {b: 2}]}"),
    ("{a: 1}", "", "{a: 1}"),
    ("", "{a: 1}", "{a: 1}"),
  ])
  func `maps merge and all else is replaced`(first: String, second: String, expected: String) throws
  {
    #expect(text(try layers(first, second).root) == expected)
  }

  @Test func `each value keeps its file and remembers what it overrode`() throws {
    let layers = try layers(
      "attributes: {time: 1, x: 2}\nexperiment: {epoch: 1}\n", "attributes: {time: 3}\n",
      "attributes: {time: 4}\nexperiments: {epoch: 5}\n")
    #expect(
      origins(layers, "attributes.time") == ["3.yaml:1:20 4", "2.yaml:1:20 3", "1.yaml:1:20 1"])
    #expect(origins(layers, "attributes.x") == ["1.yaml:1:26 2"])
    for path in ["experiment.epoch", "experiments.epoch"] {
      #expect(origins(layers, path) == ["3.yaml:2:22 5", "1.yaml:2:21 1"])
    }
    #expect(origins(layers, "attributes.y") == [])
  }

  @Test func `two names of the parameters in one file are a mistake`() {
    let error = #expect(throws: Diagnostics.self) {
      try layers("a: 1\n", "experiment: {a: 1}\nexperiments: {b: 2}\n")
    }
    #expect(
      error?.all.map(\.message)
        == ["duplicate key 'experiments': it is the same as 'experiment' in line 1"])
    #expect(error?.all.first?.position.map { "\($0)" } == "2.yaml:2:1")
  }

  @Test func `a file that is no map is a mistake`() {
    let error = #expect(throws: Diagnostics.self) { try layers("a: 1\n", "[1]\n") }
    #expect(error?.all.map(\.message) == ["the sweep file is a list, expected a map"])
  }
}

extension ConfigLayersTests {
  static let profiles = """
    a: 1
    experiments: {n: "1,2"}
    profiles:
      small: {experiments: {n: 1}, a: 2}
      gpu: {a: 3, attributes: {card: a100}}
      none:
    """

  @Test(arguments: [
    ([], "{a: 1, experiments: {n: '1,2'}}"),
    (["small"], "{a: 2, experiments: {n: 1}}"),
    (["small", "gpu"], "{a: 3, experiments: {n: 1}, attributes: {card: a100}}"),
    (["gpu", "small"], "{a: 2, experiments: {n: 1}, attributes: {card: a100}}"),
    (["none"], "{a: 1, experiments: {n: '1,2'}}"),
  ])
  func `profiles apply in order and leave no trace of the others`(
    names: [String], expected: String
  ) throws {
    var layers = try layers(Self.profiles)
    try layers.apply(profiles: names)
    #expect(text(layers.root) == expected)
  }

  @Test func `a profile merges over files, its parameters whole`() throws {
    var layers = try layers(
      "profiles: {p: {experiment: {lr: {from: 1, to: 2, step: 1}}}}",
      "profiles: {p: {experiments: {lr: {from: 1, to: 2, count: 4}, n: 1}}}")
    try layers.apply(profiles: ["p"])
    #expect(text(layers.root) == "{experiment: {lr: {from: 1, to: 2, count: 4}, n: 1}}")
  }

  @Test func `what a profile overrode is remembered`() throws {
    var layers = try layers(Self.profiles)
    try layers.apply(profiles: ["small", "gpu"])
    #expect(origins(layers, "a") == ["1.yaml:5:12 3", "1.yaml:4:35 2", "1.yaml:1:4 1"])
  }

  @Test(arguments: [
    (profiles, "smal", "1.yaml:4:3", "did you mean 'small'?"),
    ("a: 1\n", "small", nil, "no file has a section 'profiles'"),
  ])
  func `an unknown profile is a mistake`(
    file: String, name: String, place: String?, hint: String
  ) throws {
    var layers = try layers(file)
    let error = #expect(throws: Diagnostics.self) { try layers.apply(profiles: [name]) }
    #expect(error?.all.map(\.code) == [.unknownProfile])
    #expect(error?.all.map(\.message) == ["profile '\(name)' is not defined"])
    #expect(error?.all.first?.position.map { "\($0)" } == place)
    #expect(error?.all.first?.hint == hint)
  }
}

extension ConfigLayersTests {
  static let sweep = """
    name: s
    time: 1
    system: {host: h}
    attributes: {time: 2, data: {dir: x}}
    experiments: {epoch: "1,30", lr: 0.1}
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
