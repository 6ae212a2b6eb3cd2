import TestSupport
import Testing

@testable import EECore

@Suite struct YAMLTextTests {
  /// Plain spellings: what stands in a file, what we write, and what PyYAML makes of that.
  static let plain: [(String, String, String)] = [
    ("1", "1", "1"), ("-17", "-17", "-17"), ("1e-4", "1.0e-4", "0.0001"),
    ("1E5", "1.0e+5", "100000.0"), (".5", "0.5", "0.5"), ("5.", "5.0", "5.0"),
    ("-1.5e3", "-1.5e+3", "-1500.0"), ("0.10", "0.10", "0.1"), ("true", "true", "True"),
    ("False", "False", "False"), ("", "null", "None"), ("~", "null", "None"),
    ("012", "'012'", "'012'"), ("yes", "'yes'", "'yes'"), ("No", "'No'", "'No'"),
    ("on", "'on'", "'on'"), ("y", "'y'", "'y'"), ("12:00:00", "'12:00:00'", "'12:00:00'"),
    ("1:30", "'1:30'", "'1:30'"), ("2026-11-21", "'2026-11-21'", "'2026-11-21'"),
    ("1_000", "'1_000'", "'1_000'"), ("0x1F", "0x1F", "31"), ("0o17", "15", "15"),
    (
      "0o7777777777777777777777777", "'0o7777777777777777777777777'",
      "'0o7777777777777777777777777'"
    ), ("0b1", "'0b1'", "'0b1'"),
    (".inf", ".inf", "inf"), ("-.INF", "-.INF", "-inf"), (".nan", ".nan", "nan"),
    ("=", "'='", "'='"),
    ("<<", "'<<'", "'<<'"), ("/data/x", "/data/x", "'/data/x'"), ("a100", "a100", "'a100'"),
    ("a b", "'a b'", "'a b'"), ("+3", "+3", "3"),
  ]

  /// Texts that were in quotes: what we write.
  static let quoted: [(String, String)] = [
    ("", "''"), ("1", "'1'"), ("true", "'true'"), ("null", "'null'"), ("~", "'~'"),
    ("it's", "'it''s'"), ("a: b", "'a: b'"), ("a #b", "'a #b'"), ("- a", "'- a'"),
    ("\t", #""\t""#), ("a\nb", #""a\nb""#), ("é", #""é""#), ("\u{1}", #""\u0001""#),
    ("\u{85}\u{2028}", #""\u0085\u2028""#), ("🎉", #""🎉""#), ("\u{7F}", #""\u007f""#),
    ("\u{FEFF}", #""\ufeff""#), (" a ", "' a '"), ("{a}", "'{a}'"), ("[a]", "'[a]'"),
    ("&a", "'&a'"), ("*a", "'*a'"), ("!a", "'!a'"), ("%a", "'%a'"), ("@a", "'@a'"),
    ("`a`", "'`a`'"), ("\"a\"", "'\"a\"'"), ("a\\b", #"'a\b'"#), ("word", "word"), ("?", "'?'"),
  ]

  @Test(arguments: plain)
  func `a plain scalar is written so that both versions of YAML agree`(
    text: String, expected: String, python: String
  ) {
    #expect(YAMLText.scalar(Scalar(text, isPlain: true)) == expected)
  }

  @Test(arguments: quoted)
  func `text is quoted where it could be taken for something else`(
    text: String, expected: String
  ) throws {
    #expect(YAMLText.text(text) == expected)
    let node = try YAMLReader.read(Array("a: \(expected)\n".utf8), file: "f")
    #expect(node["a"]?.scalar?.text == text)
    #expect(node["a"]?.scalar?.kind == .string)
  }

  @Test(arguments: 0..<20)
  func `any text is read back as it was`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<100 {
      let text = SampleText.random(&random)
      let node = try YAMLReader.read(Array("a: \(YAMLText.text(text))\n".utf8), file: "f")
      #expect(node["a"]?.scalar?.text == text, "seed \(seed): \(text.debugDescription)")
    }
  }

  @Test(.enabled(if: SampleText.pythonReadsYAML))
  func `PyYAML reads the same`() throws {
    var random = SeededGenerator(seed: 7)
    let texts = Self.quoted.map(\.0) + (0..<300).map { _ in SampleText.random(&random) }
    var file = Self.plain.map { "- \(YAMLText.scalar(Scalar($0.0, isPlain: true)))\n" }.joined()
    file += texts.map { "- \(YAMLText.text($0))\n" }.joined()
    var expected = Self.plain.map(\.2).joined(separator: "\n") + "\n"
    for text in texts {
      expected += text.unicodeScalars.map { String($0.value) }.joined(separator: " ") + "\n"
    }
    let run = try CommandTest().file("a.yaml", file).file(
      "read.py",
      """
      import yaml
      for number, value in enumerate(yaml.safe_load(open('a.yaml', encoding='utf-8'))):
          plain = number < \(Self.plain.count)
          print(repr(value) if plain else ' '.join(str(ord(c)) for c in value))

      """
    ).run("/usr/bin/python3", "read.py")
    #expect(run.errors == "")
    #expect(run.output == expected)
  }
}

enum SampleText {
  /// Texts with everything that YAML has rules for.
  static func random(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "B", "0", "1", ".", "-", "_", ":", ": ", " #", "'", "\"", "\\", "{", "}", "[", "]", ",",
      "&", "*", "!", "|", ">", "%", "@", "`", "?", "~", "=", "<<", "\t", "\n", "\r", " ", "é", "雪",
      "🎉", "\u{1}", "\u{1F}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{FFFF}",
      "e5",
      "yes",
    ]
    return (0..<Int.random(in: 0...6, using: &random))
      .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  static let pythonReadsYAML =
    (try? CommandTest().run("/usr/bin/python3", "-c", "import yaml").code) == 0
}
