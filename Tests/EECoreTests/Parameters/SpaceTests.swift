import Testing

@testable import EECore

/// What the stages of a sweep make: products, lockstep, rules, samples, inclusions, repetitions.
@Suite struct SpaceTests {
  private func space(_ text: String) throws -> ParameterSpace {
    try SampleSweep(text).plan.space
  }

  private func points(_ text: String) throws -> [String] {
    let space = try space(text)
    return (0..<space.count).map { space.all(at: $0).text }
  }

  private func problem(_ text: String) throws -> [String] {
    let error = #expect(throws: Diagnostics.self) { try SampleSweep(text) }
    return error?.all.map { problem in
      "\(problem.position?.line ?? 0):\(problem.position?.column ?? 0) \(problem.code.rawValue) "
        + problem.message
    } ?? []
  }

  // MARK: Products and lockstep

  @Test func `a map is a product, its last key the fastest`() throws {
    #expect(
      try points("experiments: {a: '1,2', b: [x, y]}")
        == ["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y"])
  }

  @Test func `a list of maps is the union of their products`() throws {
    #expect(
      try points("experiments: [{a: '1,2', b: x}, {a: 3, c: '4,5'}]")
        == ["a=1 b=x", "a=2 b=x", "a=3 c=4", "a=3 c=5"])
  }

  @Test func `a union has what two maps make only once`() throws {
    #expect(
      try points("experiments: [{a: '1,2', b: 1}, {b: 1, a: '2,3'}]")
        == ["a=1 b=1", "a=2 b=1", "a=3 b=1"])
  }

  @Test func `zipped parameters move together where the first of them stands`() throws {
    #expect(
      try points("experiments: {m: [a, b], x: '1,2', n: [3, 4]}\nzip: [[m, n]]")
        == ["m=a x=1 n=3", "m=a x=2 n=3", "m=b x=1 n=4", "m=b x=2 n=4"])
  }

  @Test func `one list of names is one zip`() throws {
    #expect(
      try points("experiments: {m: [a, b], n: [3, 4]}\nzip: [m, n]") == ["m=a n=3", "m=b n=4"])
  }

  @Test func `two zips are independent of each other`() throws {
    let text = "experiments: {a: '1,2', b: '3,4', c: '5,6', d: '7,8'}\nzip: [[a, b], [c, d]]"
    #expect(
      try points(text) == [
        "a=1 b=3 c=5 d=7", "a=1 b=3 c=6 d=8", "a=2 b=4 c=5 d=7", "a=2 b=4 c=6 d=8",
      ])
  }

  @Test func `repetitions keep their place in the order of the file`() throws {
    #expect(
      try points("experiments: {repeat: '1,2', e: '3,4'}")
        == ["repeat=1 e=3", "repeat=1 e=4", "repeat=2 e=3", "repeat=2 e=4"])
    #expect(
      try points("experiments: {repeat: '1,2', e: '3,4'}\nwhere: e > 3")
        == ["repeat=1 e=4", "repeat=2 e=4"])
  }

  // MARK: Rules

  @Test func `where keeps a combination`() throws {
    #expect(
      try points("experiments: {e: '1,60', gpu: [a100, v100]}\nwhere: e < 60 OR gpu = 'a100'")
        == ["e=1 gpu=a100", "e=1 gpu=v100", "e=60 gpu=a100"])
  }

  @Test func `exclude takes away what matches a map or an expression`() throws {
    let text = """
      experiments: {e: '1,60', gpu: [a100, v100]}
      exclude: [{gpu: v100, e: 60}, "e = 1 AND gpu = 'a100'"]
      """
    #expect(try points(text) == ["e=1 gpu=v100", "e=60 gpu=a100"])
  }

  @Test func `exclude compares numbers as numbers, and text as text`() throws {
    #expect(try points("experiments: {lr: ['1e-1', '1e-2']}\nexclude: [{lr: 0.1}]") == ["lr=1e-2"])
    #expect(try points("experiments: {v: ['01', '1a']}\nexclude: [{v: '1a'}]") == ["v=01"])
  }

  @Test func `a parameter that a map of the union lacks is NULL to a rule`() throws {
    let text = "experiments: [{a: 1, b: '1,2'}, {a: 2}]\nwhere: b IS NULL OR b > 1"
    #expect(try points(text) == ["a=1 b=2", "a=2"])
  }

  @Test func `a rule without an answer is an error that names the combination`() throws {
    let found = try problem("experiments: [{a: 1, b: '1,2'}, {a: 2}]\nwhere: b > 1")
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("2:8 EE134 "))
  }

  @Test func `a rule on what is repeated or drawn after it is refused`() throws {
    #expect(
      try problem("experiments: {e: 1, repeat: {repeat: 3}}\nwhere: repeat < 3")
        == ["2:8 EE132 'where' depends on 'repeat', which is repeated after it"])
    #expect(
      try problem("experiments: {d: {uniform: [0, 1]}}\nwhere: d < 0.5\nsample: {count: 3}")
        == ["2:8 EE132 'where' depends on 'd', which is drawn after it"])
  }

  @Test func `rules that leave nothing are an error at the first of them`() throws {
    #expect(
      try problem("experiments: {e: '1,2'}\nwhere: e > 2")
        == ["2:8 EE309 no combination is left of the sweep, expected at least one"])
  }

  @Test func `a rule that a parameter makes no difference to is worth a look`() throws {
    let sample = try SampleSweep(
      "experiments: {mem: [16, 64], e: '1,2'}\nwhere: mem > 8 AND e > 1")
    #expect(sample.plan.space.count == 2)
    #expect(
      sample.plan.warnings.map(\.message) == ["'mem' makes no difference in 'where'"])
    let typo = try SampleSweep(
      "experiments: {gpu: [a100, v100], e: '1,2'}\nexclude: [{gpu: a10, e: 1}]")
    #expect(typo.plan.space.count == 4)
    #expect(typo.plan.warnings.map(\.code) == [.noDifference, .noDifference])
  }

  @Test(arguments: [
    "experiments: {gpu: [a100, v100], epoch: '1,60'}\nwhere: epoch < 60 OR gpu = 'a100'\n"
      + "exclude: [{gpu: v100, epoch: 60}]",
    "experiments: {a: '1,2', b: '1,2'}\nderive: {s: a + b}\nwhere: s < 4\nexclude: [{a: 1, b: 2}]",
  ])
  func `a rule is judged by all combinations of what it names`(text: String) throws {
    #expect(try SampleSweep(text).plan.warnings.isEmpty)
  }

  @Test func `of zipped parameters the one that a rule names is reported`() throws {
    let sample = try SampleSweep(
      "experiments: {model: [a, b], batch: '32,64'}\nzip: [[model, batch]]\nwhere: batch < 1000")
    #expect(
      sample.plan.warnings.map { "\($0.message): \($0.hint ?? "")" } == [
        "'batch' makes no difference in 'where': its values are 32, 64: is it compared with what it "
          + "can be?"
      ])
  }

  @Test func `a rule does not take a text for a number`() throws {
    #expect(
      try problem("experiments: {mem: '8,16,auto'}\nwhere: mem > 10")
        == ["2:8 EE131 'where' takes a text for a number for mem=auto"])
    #expect(
      try problem("experiments: {mem: [16GB, 64GB], e: '1,2'}\nwhere: mem > 32 AND e > 1")
        == ["2:8 EE131 'where' takes a text for a number for mem=16GB e=2"])
    #expect(
      try problem("experiments: {early: 'True,False,auto'}\nwhere: early != 'True'")
        == [
          "2:17 EE131 'where' compares 'early', which is true or false for early=True, with the text "
            + "'True'"
        ])
  }

  // MARK: Derived parameters

  @Test func `derived parameters follow from the others and are no part of the identity`() throws {
    let text = """
      experiments: {epoch: '10,20', gpu: [a100, v100]}
      derive:
        steps: "epoch * 100"
        mem: "CASE gpu WHEN 'a100' THEN '64GB' ELSE '32GB' END"
        half: "steps / 2.0"
      """
    let sample = try SampleSweep(text, template: "{steps} {mem} {experiment.half}")
    #expect(sample.script(at: 3) == "2000 32GB 1000.0")
    #expect(sample.experiments[3].identifier == "epoch_20_gpu_v100")
    #expect(sample.experiments[3].parameters == #"{"epoch":20,"gpu":"v100"}"#)
    #expect(
      sample.config(at: 3)?.contains("  steps: 2000\n  mem: '32GB'\n  half: 1000.0\n") == true)
    let plain = try SampleSweep("experiments: {epoch: '10,20', gpu: [a100, v100]}")
    #expect(plain.experiments.map(\.uuid) == sample.experiments.map(\.uuid))
  }

  @Test func `where may ask for what is derived`() throws {
    #expect(
      try points("experiments: {e: '1,2,3'}\nderive: {double: e * 2}\nwhere: double > 2")
        == ["e=2 double=4", "e=3 double=6"])
  }

  @Test func `a seed may be derived from the repetition`() throws {
    #expect(
      try points("experiments: {e: 1, repeat: {repeat: 2}}\nderive: {seed: 1000 + repeat}")
        == ["e=1 repeat=1 seed=1001", "e=1 repeat=2 seed=1002"])
  }

  @Test func `a derived parameter without a value is an error`() throws {
    let found = try problem(
      "experiments: {gpu: [a, b]}\nderive: {mem: \"CASE gpu WHEN 'a' THEN 1 END\"}")
    #expect(
      found == ["2:15 EE134 derived parameter 'mem' has no value (NULL) for gpu=b"])
  }

  @Test func `what follows from a parameter that a map lacks is not there either`() throws {
    #expect(
      try points("experiments: [{a: 1, b: 2}, {a: 3}]\nderive: {c: b * 2}")
        == ["a=1 b=2 c=4", "a=3"])
  }

  @Test func `derived parameters may follow from a chain of others`() throws {
    let chain = (1...150).map { "d\($0): d\($0 - 1) + 1" }.reversed().joined(separator: ", ")
    let sample = try SampleSweep("experiments: {d0: '1,2'}\nderive: {\(chain)}\nwhere: d150 > 151")
    #expect(sample.plan.space.all(at: 0).parameters.dropFirst().first?.value.spelling == "152")
    let more = (0...200).map { "d\($0): 1" }.joined(separator: ", ")
    #expect(
      try problem("experiments: {e: 1}\nderive: {\(more)}")
        == ["2:1700 EE124 201 derived parameters, expected at most 200"])
  }

  @Test func `a derived name that is swept too is refused`() throws {
    #expect(
      try problem("experiments: {a: 1}\nderive: {a: 2}")
        == ["2:10 EE103 'a' is derived and swept, expected one of the two"])
  }

  // MARK: Samples

  @Test func `a sample takes points of the grid, none twice, the same for one seed`() throws {
    let text = "experiments: {a: '[1-10]', b: '[1-10]'}\nsample: {count: 20, seed: 7}"
    let points = try points(text)
    #expect(points.count == 20)
    #expect(Set(points).count == 20)
    #expect(try self.points(text) == points)
    #expect(try self.points(text.replacing("seed: 7", with: "seed: 8")) != points)
  }

  @Test func `a larger sample holds each smaller one`() throws {
    let text = "experiments: {a: '[1-30]', b: '[1-30]'}\nsample: {count: 20, seed: 7}"
    let small = Set(try points(text))
    let large = Set(try points(text.replacing("count: 20", with: "count: 40")))
    #expect(large.isSuperset(of: small) && large.count == 40)
  }

  @Test func `a sample is in the order of the grid, before its repetitions`() throws {
    let points = try points(
      "experiments: {a: '[1-9]', repeat: {repeat: 2}}\nsample: {count: 2, seed: 1}")
    #expect(points.count == 4)
    #expect(points == points.sorted())
  }

  @Test func `a sample larger than the space takes all, and says so`() throws {
    let sample = try SampleSweep("experiments: {a: '1,2'}\nsample: {count: 5}")
    #expect(sample.plan.space.count == 2)
    #expect(
      sample.plan.warnings.map(\.message) == ["a sample of 5 from 2 points takes all of them"])
  }

  @Test func `drawn values are another for each point, and the same for each repetition`() throws {
    let space = try space(
      """
      experiments: {gpu: [a, b], lr: {loguniform: [1e-4, 1e-1]}, repeat: {repeat: 2}}
      sample: {count: 6, seed: 3}
      """)
    #expect(space.count == 12)
    let rates = (0..<12).map { space.value(ofAxis: 1, at: $0)?.spelling ?? "" }
    #expect(Set(rates).count == 6)
    #expect(stride(from: 0, to: 12, by: 2).allSatisfy { rates[$0] == rates[$0 + 1] })
    #expect((0..<12).filter { space.value(ofAxis: 0, at: $0)?.spelling == "a" }.count == 6)
  }

  @Test func `more draws keep the first ones`() throws {
    let text = "experiments: {d: {uniform: [0, 1]}}\nsample: {count: 5, seed: 3}"
    let few = try points(text)
    #expect(try points(text.replacing("count: 5", with: "count: 9")).prefix(5) == few[...])
  }

  @Test func `what is drawn needs a number of points`() throws {
    #expect(
      try problem("experiments: {d: {uniform: [0, 1]}}")
        == ["1:15 EE138 parameter 'd' is drawn, but nothing says how many points"])
  }

  @Test(arguments: ["11000000", "9000000000000000000"])
  func `more drawn points than fit are refused at their number`(count: String) throws {
    #expect(
      try problem(
        "experiments: {d: {uniform: [0, 1]}, repeat: {repeat: 2}}\nsample: {count: \(count)}")
        == ["2:17 EE305 a sample of more than 10000000 drawn points"])
  }

  // MARK: Inclusions

  @Test func `include adds points, with their repetitions, also with new values`() throws {
    #expect(
      try points("experiments: {e: '1,2', repeat: {repeat: 2}}\nwhere: e < 2\ninclude: [{e: 9}]")
        == ["e=1 repeat=1", "e=1 repeat=2", "e=9 repeat=1", "e=9 repeat=2"])
  }

  @Test func `what is included is neither excluded nor there twice`() throws {
    #expect(
      try points("experiments: {e: '1,2'}\nexclude: [{e: 2}]\ninclude: [{e: 2}, {e: 1}]")
        == ["e=1", "e=2"])
  }

  @Test(arguments: [
    ("{e: 1, g: 2, zz: 3}", "2:24 EE128 'include' names 'zz', which is no parameter"),
    ("{e: 1}", "2:11 EE107 an entry of 'include' lacks 'g'"),
    (
      "{e: [1], g: 2}", "2:15 EE105 'e' in 'include' is a list, expected one value of the parameter"
    ),
  ])
  func `an inclusion gives every parameter once`(entry: String, message: String) throws {
    #expect(
      try problem("experiments: {e: 1, g: 2, repeat: {repeat: 2}}\ninclude: [\(entry)]")
        == [message])
  }

  // MARK: Bad zips

  @Test(arguments: [
    ("[[e, g]]", "2:8 EE127 zipped parameters have unequal lengths: 'e' has 2, 'g' has 3"),
    ("[[e, x]]", "2:11 EE128 'zip' names 'x', which this map of 'experiments' lacks"),
    ("[[e]]", "2:7 EE105 a group of 'zip' with one parameter, expected two or more"),
    ("[[e, e]]", "2:11 EE103 'e' stands in 'zip' twice"),
    ("[[e, repeat]]", "2:11 EE105 'zip' names 'repeat', which repeats every point"),
    ("e", "2:6 EE105 'zip' is 'e', expected a list of lists of parameters, such as [[a, b]]"),
  ])
  func `a zip that cannot be is refused at its place`(zip: String, message: String) throws {
    #expect(
      try problem("experiments: {e: '1,2', g: '1,2,3', repeat: {repeat: 2}}\nzip: \(zip)")
        == [message])
  }

  // MARK: Frames

  @Test func `frames in values are followed before anything else`() throws {
    let text = """
      attributes: {last: 3, cards: "a100,v100"}
      experiments: {e: "[1-{last}]", gpu: "{cards}"}
      where: "e < {last}"
      """
    #expect(try points(text).count == 4)
  }

  @Test func `frames are followed in derive, sample and zip too`() throws {
    let text = """
      attributes: {m: 100, n: 3, a: g}
      experiments: {e: "1,2,3,4", g: [a, b, c, d]}
      zip: [[e, "{a}"]]
      derive: {s: "e * {m}"}
      where: s < 400
      sample: {count: "{n}", seed: 7}
      """
    #expect(try points(text) == ["e=1 g=a s=100", "e=2 g=b s=200", "e=3 g=c s=300"])
  }

  @Test(arguments: [
    "derive: {s: '{e} * 2'}", "where: '{e} < 2'", "exclude: ['{e} < 2']",
  ])
  func `a parameter in braces is no part of an expression`(line: String) {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep("experiments: {e: '1,2'}\n" + line)
    }
    #expect(
      error?.all.map(\.message)
        == ["'{e}' varies, and this says which experiments there are"])
    #expect(error?.all.map(\.hint) == ["name it without braces: e"])
  }

  @Test(arguments: ["where", "exclude", "include", "sample", "zip", "derive", "templates", "copy"])
  func `nothing given is nothing`(key: String) throws {
    #expect(try points("experiments: {e: '1,2'}\n\(key):\n") == ["e=1", "e=2"])
  }

  @Test func `a seed may have 64 bits`() throws {
    let sweep = "experiments: {e: '1,2'}\nsample: {count: 1, seed: 18446744073709551615}"
    #expect(try points(sweep).count == 1)
    #expect(
      try problem("experiments: {e: 1}\nsample: {count: 1, seed: -1}")
        == ["2:26 EE105 'seed' of 'sample' is '-1', expected a whole number of at least 0"])
  }

  @Test func `a value that names another parameter is refused`() throws {
    #expect(
      try problem("experiments: {gpu: a, data: '/d/{gpu}'}")
        == ["1:33 EE204 '{gpu}' varies, and this says which experiments there are"])
  }

  // MARK: Missing values

  @Test func `a frame falls back to the attribute where a map lacks the parameter`() throws {
    let sample = try SampleSweep(
      "attributes: {b: 7}\nexperiments: [{a: 1, b: 2}, {a: 3}]", template: "{b} {experiment.b}")
    #expect(sample.script(at: 0) == "2 2")
    #expect(sample.script(at: 1) == "7 7")
    #expect(sample.experiments.map(\.identifier) == ["a_1_b_2", "a_3"])
    #expect(sample.config(at: 1)?.contains("experiment:\n  a: 3\nee:") == true)
  }

  @Test func `a frame without a value in some experiments is an error at the frame`() throws {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep("experiments: [{a: 1, b: 2}, {a: 3}]", template: "x {b}")
    }
    #expect(error?.all.map(\.code) == [.missingValue])
    #expect(error?.all.first?.position == SourcePosition(file: "job.in.sh", line: 1, column: 3))
  }
}
