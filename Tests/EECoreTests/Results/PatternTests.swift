import Testing

@testable import EECore

@Suite struct PatternTests {
  private func matches(_ pattern: String, in line: [UInt8], group: Int = 0) throws -> [String?] {
    let matcher = try #require(Pattern.Matcher(try Pattern(pattern)))
    var found: [String?] = []
    line.withUnsafeBytes { bytes in
      matcher.matches(in: bytes) { group_ in
        found.append(group_(group).map { String(decoding: $0, as: UTF8.self) })
      }
    }
    return found
  }

  private func matches(_ pattern: String, in line: String, group: Int = 0) throws -> [String?] {
    try matches(pattern, in: Array(line.utf8), group: group)
  }

  @Test func `every match of a line is found, with its groups`() throws {
    #expect(try matches(#"acc=([\d.]+)"#, in: "acc=0.5 acc=0.75", group: 1) == ["0.5", "0.75"])
    #expect(try matches("(a)|(b)", in: "ab", group: 2) == [nil, "b"])
    #expect(try matches("x*", in: "ab") == ["", "", ""])
  }

  @Test func `text is UTF-8, and other bytes do no harm`() throws {
    #expect(try matches("µ=(.)", in: "µ=é", group: 1) == ["é"])
    #expect(
      try matches(#"t=(\d+)"#, in: [0xFF, 0xFE] + Array("t=42".utf8) + [0xC3], group: 1) == ["42"])
  }

  @Test(arguments: [
    ("acc=(", "missing closing parenthesis", 5), ("a{2,1}", "numbers out of order", 6),
    ("[z-a]", "range out of order", 3), (#"\C"#, "disabled", 2),
  ]) func `a mistake is named at its byte`(pattern: String, words: String, offset: Int) throws {
    let problem = try #require(throws: Pattern.Problem.self) { try Pattern(pattern) }
    #expect(problem.message.contains(words), "\(problem.message)")
    #expect(abs(problem.offset - offset) <= 2, "\(problem.offset)")
  }

  @Test func `a pattern that tries all ways through a line gives up`() throws {
    let matcher = try #require(Pattern.Matcher(try Pattern("(a+)+$")))
    Array((String(repeating: "a", count: 64) + "!").utf8).withUnsafeBytes { bytes in
      matcher.matches(in: bytes) { _ in }
    }
    #expect(matcher.gaveUp)
  }

  @Test(arguments: [
    (#"acc=([\d.]+)"#, "acc="), ("loss: (.*)", "loss: "), (#"\[val\] f1=(\S+)"#, "[val] f1="),
    ("a+bc", "bc"), ("ab?cd", "cd"), ("xab*", "xa"), ("a|b", ""), ("(?i)acc=", ""),
    ("foo{2}bar", "bar"),
    ("(one|two)three", "three"), (#"\d+ seconds"#, " seconds"), (#"\x41bc"#, ""), ("µs=(.)", "s="),
    (#"\Qa.b\E"#, ""), (#"[abc]def[[:digit:]]x"#, "def"), ("", ""), (#"\p{L}abc"#, "abc"),
    ("a{b}", "a{b}"),
    (#"(?<=x)time=(\d+)"#, "time="), ("(?:abc)?de", "de"), (#"a(?#x)bcd"#, ""), (#"(\d+)"#, ""),
  ]) func `what every match holds is searched for first`(pattern: String, literal: String) throws {
    #expect(String(decoding: try Pattern(pattern).literal, as: UTF8.self) == literal)
  }

  /// Patterns and lines out of few letters: where one matches, the line has the literal.
  @Test func `no match is without its literal`() throws {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "a", "b", "ab", "a*", "b+", "a?", "(ab)", "(a|b)", "[ab]", "[^a]", ".", "\\.", "a{2}", "(b)?",
      "^", "$", "x", "\\d", "a{0,1}", "(?:ab)*", "b{1,}", "-", "\\-",
    ]
    let letters = Array("abx.-1")
    var matched = 0
    for _ in 0..<4000 {
      let text = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? "a"
      }.joined()
      guard let pattern = try? Pattern(text), let matcher = Pattern.Matcher(pattern) else {
        continue
      }
      let line = String(
        (0..<Int.random(in: 0...8, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? "a"
        })
      var isMatch = false
      Array((" " + line).utf8).withUnsafeBytes { bytes in
        matcher.matches(in: UnsafeRawBufferPointer(rebasing: bytes[1...])) { _ in isMatch = true }
      }
      guard isMatch else { continue }
      matched += 1
      #expect(
        line.contains(String(decoding: pattern.literal, as: UTF8.self)) || pattern.literal.isEmpty,
        "\(text) \(line)")
    }
    #expect(matched > 200)
  }
}
