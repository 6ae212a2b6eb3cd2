import TestSupport
import Testing

@testable import EECore

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws(Diagnostics) -> ConfigNode {
    try YAMLReader.read(Array(text.utf8), file: "f")
  }

  private func place(_ node: ConfigNode?) -> String? { node.map { "\($0.position)" } }

  @Test func `every value knows its place`() throws {
    let root = try read("a: 1\nb:\n  - x\n  - {c: 'é', d: \"y\"}\n# end\ne: [1,\n 2]\n")
    #expect(place(root["a"]) == "f:1:4")
    #expect(place(root["b"]) == "f:3:3")
    #expect(place(root["b"]?.sequence?[1]) == "f:4:5")
    #expect(place(root["b"]?.sequence?[1]["d"]) == "f:4:17")
    #expect(place(root["e"]?.sequence?[1]) == "f:7:2")
    #expect(root.mapping?.map { "\($0.keyPosition)" } == ["f:1:1", "f:2:1", "f:6:1"])
  }

  @Test(arguments: [
    ("a: x{b}", 1, "f:1:5"), ("a: 'x{b}'", 1, "f:1:6"), ("a: \"é{b}\"", 2, "f:1:6"),
    ("a: 'it''s {b}'", 5, "f:1:4"), ("a: \"\\t{b}\"", 1, "f:1:4"), ("a: >-\n  x{b}", 1, "f:1:4"),
    ("a: |\n  x{b}", 1, "f:1:4"), ("a: x\n  y{b}", 3, "f:1:4"), ("a: 雪🎉{b}", 7, "f:1:6"),
  ])
  func `a byte of text has a place where the file spells it so`(
    text: String, byte: Int, expected: String
  ) throws {
    #expect("\(try #require(try read(text)["a"]).position(ofByte: byte))" == expected)
  }

  @Test func `the order of keys is the file's`() throws {
    #expect(try read("z: 1\na: 2\nm: 3\n").mapping?.map(\.key) == ["z", "a", "m"])
  }

  @Test func `an alias stands for what its anchor names`() throws {
    let root = try read("a: &x {k: 1}\nb: *x\nc: [&y 2, *y]\n")
    #expect(root["b"]?["k"]?.scalar?.text == "1")
    #expect(root["c"]?.sequence?.map { $0.scalar?.text } == ["2", "2"])
  }

  @Test func `what a map merges gives way to what it says itself`() throws {
    let root = try read(
      "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\n  w: 3\n")
    let entries = try #require(root["c"]?.mapping)
    #expect(
      entries.map { "\($0.key)=\($0.value.scalar?.text ?? "")" } == ["z=3", "w=3", "x=1", "y=1"])
  }

  @Test func `quotes make text of a merge key`() throws {
    #expect(try read("a: {'<<': 1}")["a"]?["<<"]?.scalar?.text == "1")
  }

  @Test func `an anchor that names itself is not there yet`() {
    let error = #expect(throws: Diagnostics.self) { try read("a: &x [*x]\n") }
    #expect(error?.all.map(\.code) == [.unknownAlias])
  }

  @Test(.timeLimit(.minutes(10)))
  func `aliases that multiply are refused soon`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<30 {
      let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(names)]\n"
    }
    let error = #expect(throws: Diagnostics.self) { try read(text) }
    #expect(error?.all.map(\.code) == [.documentTooLarge])
  }

  @Test(.timeLimit(.minutes(10)), arguments: ["[", "{a: ", "- "])
  func `nesting without end is refused soon`(open: String) {
    let error = #expect(throws: Diagnostics.self) {
      try read(String(repeating: open, count: 100_000))
    }
    #expect(error?.all.map(\.code) == [.documentTooLarge])
  }

  @Test(arguments: ["", "\n", "# only a comment\n", "---\n", "\u{FEFF}"])
  func `an empty file is nothing`(text: String) throws {
    #expect(try read(text).scalar?.kind == .null)
  }

  @Test func `byte order mark and carriage returns of other systems are no text`() throws {
    let root = try read("\u{FEFF}a: {b: 1}\r\nc: x\r\n")
    #expect(root["a"]?["b"]?.scalar?.text == "1")
    #expect(root["c"]?.scalar?.text == "x")
    #expect(place(root["a"]) == "f:1:4")
  }

  @Test func `a tag makes text`() throws {
    #expect(try read("a: !!str 12").mapping?.first?.value.scalar?.kind == .string)
  }

  @Test(arguments: 0..<30)
  func `any bytes are read or refused`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "a", ":", " ", "\n", "-", "[", "]", "{", "}", ",", "\"", "'", "&x", "*x", "<<", "|", ">", "#",
      "\t", "é", "\u{0}", "!", "%", "?",
    ]
    for _ in 0..<200 {
      let text = (0..<15).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do { _ = try read(text) } catch {
        #expect(!error.all.isEmpty, "seed \(seed): \(text.debugDescription)")
      }
    }
  }

  @Test(arguments: [1, 11, 12, 13, 14, 500], [0, 1, 12, 499])
  func `a key is found again among few and among many`(count: Int, again: Int) throws {
    let lines = (0..<count).map { "k\($0): {a: 1, b: \($0)}\n" }.joined()
    #expect(try read(lines).mapping?.map(\.key) == (0..<count).map { "k\($0)" })
    let twice = min(again, count - 1)
    let error = #expect(throws: Diagnostics.self) { try read(lines + "k\(twice): 1\n") }
    #expect(
      error?.all.map(\.message) == ["duplicate key 'k\(twice)', first given in line \(twice + 1)"])
  }

  @Test func `files whose names only look the same are two`() throws {
    let composed = SourcePosition(file: "\u{E9}", line: 1, column: 1)
    let decomposed = SourcePosition(file: "e\u{301}", line: 1, column: 1)
    #expect(Array(composed.file.utf8) == [0xC3, 0xA9])
    #expect(Array(decomposed.file.utf8) == [0x65, 0xCC, 0x81])
  }
}
