import Testing

@testable import EETemplate

@Suite struct TemplateTests {
  /// Renders with every name as its own value in guillemets.
  private func rendered(_ text: String) -> String {
    let template = Template(text)
    let fillings = template.slots.map { Skeleton(text: "«\($0.name)»".utf8) }
    return String(
      decoding: Skeleton(template, fillings: fillings).constant ?? [], as: UTF8.self)
  }

  @Test(arguments: [
    ("{epoch}", "«epoch»"),
    ("a{b}c{d}e", "a«b»c«d»e"),
    ("{a.b.c}", "«a.b.c»"),
    ("{batch-size}{_x}{x1}{1x}", "«batch-size»«_x»«x1»«1x»"),
    ("{sh.data}", "«sh.data»"),
    ("{{name}}", "{«name»}"),
    ("<os.USER> <cm.user> {os.USER}", "«os.USER» «cm.user» «os.USER»"),
    ("${B:-{run.branch}}", "${B:-«run.branch»}"),
    ("x={a}{a}", "x=«a»«a»"),
    ("é{a}é", "é«a»é"),
  ])
  func `a frame is replaced`(text: String, expected: String) {
    #expect(rendered(text) == expected)
  }

  @Test(arguments: [
    "${X}", "${X:-default}", "${#X}", "$${X}", "{}", "{ name }", "{na me}", "{1..3}", "{a,b}",
    "{1-3}", "{01}", "{1}", "{-}", "{a..b}", "{.a}", "{a.}", "{a", "a}", "{a\n}", "{é}", "{a$b}",
    "{a:b}", "{{}}", "<os>", "<a.b>", "<os.>", "<os.USER", "cat <os.txt", "<<EOF", "a < b > c",
    "awk '{print $1}'", #"{"a": {"b": [1, 2]}}"#, "f() { echo; }", "\\n", "\\", "a\\", "\\{",
    "\\{}", "\\${X}", "\\\\", "%{x y}", "", "\r\n\t\u{0}",
  ])
  func `what belongs to a shell or to JSON stays byte for byte`(text: String) {
    let template = Template(text)
    #expect(!template.hasFrames)
    #expect(rendered(text) == text)
  }

  @Test(arguments: [
    (#"\{name}"#, "{name}"),
    (#"\{a.b} {c}"#, "{a.b} «c»"),
    (#"\\{name}"#, #"\{name}"#),
    (#"\<os.USER>"#, "<os.USER>"),
    (#"\{a}\{b}"#, "{a}{b}"),
    (#"x\{a"#, #"x\{a"#),
    (#"\{ a }"#, #"\{ a }"#),
  ])
  func `a backslash before a complete frame keeps it as text`(text: String, expected: String) {
    #expect(rendered(text) == expected)
  }

  @Test func `bytes that are not UTF-8 are kept`() {
    let bytes: [UInt8] = [0xFF, 0x7B, 0x61, 0x7D, 0xC3, 0x28, 0x00, 0x7B, 0xFE, 0x7D]
    let template = Template(bytes)
    #expect(template.slots.map(\.name) == ["a"])
    let rendered = Skeleton(template, fillings: [Skeleton(text: [0x80])]).constant
    #expect(rendered == [0xFF, 0x80, 0xC3, 0x28, 0x00, 0x7B, 0xFE, 0x7D])
  }

  @Test func `each name is one slot, with the place of its first frame`() {
    let template = Template("é {b} {a.c} {b} <os.X>")
    #expect(
      template.slots == [
        .init(name: "b", offset: 3, length: 3), .init(name: "a.c", offset: 7, length: 5),
        .init(name: "os.X", offset: 17, length: 6),
      ])
    #expect(template.onlySlot == nil)
    #expect(Template("{a}").onlySlot == 0)
    #expect(Template("{a} ").onlySlot == nil)
  }
}
