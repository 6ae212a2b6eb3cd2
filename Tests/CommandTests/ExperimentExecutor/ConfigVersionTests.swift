import EECore
import HostIO
import TestSupport
import Testing

/// `config.yaml` is read by YAML 1.1 and 1.2 alike: text stays text, and numbers stay numbers.
@Suite struct ConfigVersionTests {
  /// What stands in the sweep, and what Python's `repr` says of it in `config.yaml`.
  static let values: [(yaml: String, python: String)] = [
    ("yes", "'yes'"), ("No", "'No'"), ("on", "'on'"), ("y", "'y'"), ("012", "'012'"),
    ("1e-4", "0.0001"), ("1E5", "100000.0"), ("12:00:00", "'12:00:00'"), ("1:30", "'1:30'"),
    ("0x1F", "31"), ("0o17", "15"), ("0b1", "'0b1'"), (".inf", "inf"), ("-.INF", "-inf"),
    (".nan", "nan"), (#""0x1F""#, "'0x1F'"), (#""0o17""#, "'0o17'"), (#"".inf""#, "'.inf'"),
    ("~", "None"), ("null", "None"), ("true", "True"),
    ("False", "False"), ("1", "1"), ("-0.10", "-0.1"), ("+3", "3"), ("1_000", "'1_000'"),
    ("2026-11-21", "'2026-11-21'"), ("6.", "6.0"), (".5", "0.5"),
    (#""""#, "''"), (#""1""#, "'1'"), (#""1e-4""#, "'1e-4'"), (#""true""#, "'true'"),
    (#""null""#, "'null'"), (#""~""#, "'~'"), (#"" ""#, "' '"), (#"" a ""#, "' a '"),
    (#""a: b""#, "'a: b'"), (#""a #b""#, "'a #b'"), (##""#b""##, "'#b'"), (#""a:""#, "'a:'"),
    ("http://x", "'http://x'"), ("naïve 雪 🎉", "'naïve 雪 🎉'"), (#""a\nb\n""#, #"'a\nb\n'"#),
    (#""\ta\t""#, #"'\ta\t'"#), (#""a\rb""#, #"'a\rb'"#), (#""\x85""#, #"'\x85'"#),
    (#""- a""#, "'- a'"), (#""? a""#, "'? a'"), (#""[a]""#, "'[a]'"), (#""!a""#, "'!a'"),
    (#""a\\b""#, #"'a\\b'"#), (#""<<""#, "'<<'"), (#""=""#, "'='"), (#""%a""#, "'%a'"),
    (#""---""#, "'---'"), (#""...""#, "'...'"), (#""'""#, #""'""#),
  ]

  /// The `config.yaml` of an experiment with all of the values, as attributes and as parameters.
  private func config() throws -> CommandRun {
    let entries = Self.values.enumerated().map { "v\($0.offset): \($0.element.yaml)\n" }
    let lists = Self.values.enumerated().map { "  v\($0.offset): [\($0.element.yaml)]\n" }
    let run = try CommandTest()
      .file("sweep.yaml", entries.joined() + "identifier: x\nexperiments:\n" + lists.joined())
      .run("cms-ee", "generate", "sweep.yaml")
    try #require(run.errors == "")
    return run
  }

  private static let python = ["/usr/bin/python3", "python3"].first {
    (try? CommandTest().variable("PATH", Environment.value("PATH") ?? "/usr/bin:/bin")
      .run("/usr/bin/env", $0, "-c", "import yaml").code) == 0
  }

  @Test(.enabled(if: python != nil, "no python3 here has PyYAML"))
  func `PyYAML, which reads version 1.1, finds each value as it was`() throws {
    let config = try config()
    let run = try CommandTest()
      .variable("PATH", Environment.value("PATH") ?? "/usr/bin:/bin")
      .variable("PYTHONUTF8", "1")
      .file("config.yaml", try config.place.text("experiments/x/config.yaml"))
      .file(
        "read.py",
        """
        import yaml
        config = yaml.safe_load(open('config.yaml', encoding='utf-8'))
        for number in range(\(Self.values.count)):
            print(repr(config[f'v{number}']), repr(config['experiment'][f'v{number}']))

        """
      ).run("/usr/bin/env", Self.python ?? "python3", "read.py")
    #expect(run.errors == "")
    #expect(run.output == Self.values.map { "\($0.python) \($0.python)\n" }.joined())
  }

  @Test func `version 1.2 finds each value as it was`() throws {
    let config = try config()
    let root = try YAMLReader.read(
      Array(try config.place.text("experiments/x/config.yaml").utf8), file: "config.yaml")
    for (number, value) in Self.values.enumerated() {
      let original = try YAMLReader.read(Array("v: \(value.yaml)\n".utf8), file: "f")["v"]?.scalar
      let isText = value.python.hasPrefix("'") || value.python.hasPrefix("\"")
      for node in [root["v\(number)"], root["experiment"]?["v\(number)"]] {
        #expect((node?.scalar?.kind == .string) == isText, "\(value.yaml)")
        if isText {
          #expect(node?.scalar?.text == original?.text)
        } else {
          #expect(
            node?.scalar?.text == original?.text || node?.scalar?.text == value.python
              || Double(node?.scalar?.text ?? "") == Double(original?.text ?? "-")
              || node?.scalar?.kind == .null)
        }
      }
    }
  }
}
