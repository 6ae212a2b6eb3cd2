import HostIO
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("ünï", 3), ("u\u{308}n", 2), ("文字", 4), ("한글", 4), ("ｆｕ", 4), ("█░│", 3),
    ("🧪", 2), ("👩‍🔬", 2), ("–…", 2),
  ])
  func `text takes as many columns as a terminal gives it`(text: String, columns: Int) {
    #expect(TextWidth.of(text) == columns)
  }

  @Test(arguments: [(0, ""), (1, "a"), (2, "a"), (3, "a文"), (4, "a文b"), (9, "a文b")])
  func `a beginning never takes more than it may`(columns: Int, text: String) {
    #expect(TextWidth.prefix("a文b", columns: columns) == text)
  }
}
