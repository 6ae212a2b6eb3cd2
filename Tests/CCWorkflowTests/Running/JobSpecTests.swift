import EECore
import Testing

@testable import CCWorkflow

@Suite struct JobSpecTests {
  static let hostile = [
    "", " ", "plain", "a b", "'", "\"", "\\", "\\\"", "\n", "\r\n", "\t", "$(reboot)", "`x`",
    "a\u{0}b", "\u{1}\u{1F}\u{7F}", "ä", "🧪", "e\u{301}", "\u{2028}", "{frame}", "[1,2]", "null",
    String(repeating: "long ", count: 10_000),
  ]

  @Test(arguments: hostile)
  func `what is written is read back the same, whatever it holds`(text: String) throws {
    let spec = JobSpec(
      command: ["/bin/sh", "-c", text, text], directory: "/dir/\(text)", place: text,
      environment: ["A": text, "B\(text)": "b"],
      request: ResourceRequest(cpus: 3), logLink: "/log/\(text)")
    let read = try #require(JobSpec(json: spec.json))
    #expect(read == spec)
    #expect(read.command.map { Array($0.utf8) } == spec.command.map { Array($0.utf8) })
  }

  @Test(arguments: hostile)
  func `what is asked of it later is read back the same too`(text: String) throws {
    func condition(_ text: String) -> ConditionText {
      ConditionText(
        ConfigNode(
          .scalar(Scalar(text, isPlain: false)),
          at: SourcePosition(file: "f\(text)", line: 3, column: 7)))
    }
    let template = ConfigNode(
      .mapping([
        ConfigEntry(
          key: text, at: SourcePosition(file: "f", line: 1, column: 1),
          value: ConfigNode(
            .scalar(Scalar(text, isPlain: false)),
            at: SourcePosition(file: "f", line: 1, column: 1)))
      ]), at: SourcePosition(file: "f", line: 1, column: 1))
    var spec = JobSpec(
      command: [], directory: "/", environment: [:],
      request: ResourceRequest(
        cpus: 2, memory: 5,
        gpus: [GPURequest(type: text, count: 2), GPURequest(share: 250), GPURequest(count: 1)],
        isExclusive: true, isPinned: true), logLink: "")
    spec.limit = 90_000_000_000
    spec.grace = 0
    spec.retry = RetryPolicy(
      max: 3, causes: [.oom, .nodeFail], delay: 7, memoryFactor: 1.5, timeFactor: 2)
    spec.when = condition(text)
    spec.success = [condition("s"), condition("t")]
    spec.computed = [text: condition(text)]
    spec.parameters = [text: text]
    spec.pass = 4
    spec.loop = JobSpec.Loop(until: condition(text), max: 5)
    let seen = Lookup(
      environment: ["A": text], bareNamesReachEnvironment: false, variables: ["b": text],
      undefined: .strict)
    let framed = ConfigNode(
      .scalar(Scalar("{os.A} {cm.b}", isPlain: false)), at: template.position)
    spec.output = OutputSource(
      node: text, template: template, directory: text, base: text,
      names: KeptLookup(seen, for: framed))
    #expect(JobSpec(json: spec.json) == spec)
  }

  @Test func `the same job is always the same text`() {
    let names = (0..<50).map { "V\($0)" }
    let one = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
    let other = Dictionary(uniqueKeysWithValues: names.reversed().map { ($0, $0) })
    func text(_ environment: [String: String]) -> String {
      JobSpec(command: ["a"], directory: "/", environment: environment, logLink: "l").json
    }
    #expect(text(one) == text(other))
  }

  @Test(arguments: [
    "", "{}", "[]", "null", #"{"command":["a"]}"#,
    #"{"command":["a",1],"directory":"/","environment":{},"cpus":1,"log":"l"}"#,
    #"{"command":["a"],"directory":"/","environment":{"A":1},"cpus":1,"log":"l"}"#,
    #"{"command":["a"],"directory":"/","environment":{},"cpus":0.5,"log":"l"}"#,
  ])
  func `anything else is no job`(text: String) {
    #expect(JobSpec(json: text) == nil)
  }

  @Test func `a job is one object, with its place first`() {
    var spec = JobSpec(
      command: ["/bin/sh", "a \"b\""], directory: "/d", place: "p",
      environment: ["B": "2", "A": "1"], request: ResourceRequest(cpus: 3), logLink: "/l")
    spec.pass = 2
    #expect(
      spec.json == #"{"place":"p","command":["/bin/sh","a \"b\""],"directory":"/d","#
        + #""environment":{"A":"1","B":"2"},"cpus":3,"log":"/l","pass":2}"#)
    let bare = JobSpec(command: [], directory: "/", environment: [:], logLink: "")
    #expect(
      bare.json == #"{"command":[],"directory":"/","environment":{},"cpus":1,"log":""}"#)
  }
}
