import Testing

@testable import EECore

@Suite struct ConfigLayersTests {
  func layers(_ first: String, _ others: String...) throws(Diagnostics) -> ConfigLayers {
    var layers = try ConfigLayers(try YAMLReader.read(Array(first.utf8), file: "1.yaml"))
    for (index, text) in others.enumerated() {
      try layers.add(try YAMLReader.read(Array(text.utf8), file: "\(index + 2).yaml"))
    }
    return layers
  }

  /// A tree on one line, for comparing.
  func text(_ node: ConfigNode) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.isPlain ? scalar.text : "'\(scalar.text)'"
    case .sequence(let nodes): "[" + nodes.map(text).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  func origins(_ layers: ConfigLayers, _ path: String) -> [String] {
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
