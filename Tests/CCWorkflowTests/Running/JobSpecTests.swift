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
      environment: ["A": text, "B\(text)": "b"], cpus: 3, logLink: "/log/\(text)")
    let read = try #require(JobSpec(json: spec.json))
    #expect(read == spec)
    #expect(read.command.map { Array($0.utf8) } == spec.command.map { Array($0.utf8) })
  }

  @Test func `the same job is always the same text`() {
    let names = (0..<50).map { "V\($0)" }
    let one = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
    let other = Dictionary(uniqueKeysWithValues: names.reversed().map { ($0, $0) })
    func text(_ environment: [String: String]) -> String {
      JobSpec(command: ["a"], directory: "/", environment: environment, cpus: 1, logLink: "l").json
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
}
