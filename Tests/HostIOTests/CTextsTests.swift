import Testing

@testable import HostIO

/// Lists of texts as C takes them.
@Suite struct CTextsTests {
  private func read(_ pointers: CTexts.Pointers) -> [String] {
    var texts: [String] = []
    while let text = pointers[texts.count] { texts.append(String(cString: text)) }
    return texts
  }

  @Test(arguments: [[], ["a"], ["", "b c", "ü=\n"], Array(repeating: "x", count: 1000)])
  func `texts come out as they went in, and a null behind them`(texts: [String]) {
    #expect(CTexts(texts).withPointers(read) == texts)
  }

  @Test func `some of them are handed out, and others behind them`() {
    let texts = CTexts(["a", "b", "c"])
    #expect(texts.withPointers(at: [2, 0], CTexts(["d"]), read) == ["c", "a", "d"])
    #expect(texts.withPointers(at: [], CTexts([]), read) == [])
  }

  @Test func `a variable of the child's own hides the inherited one`() {
    let inherited = InheritedVariables(["B": "1", "A": "2", "C": "3"])
    let own = ["B": "x", "D": ""]
    let texts = CTexts(["B=x", "D="])
    #expect(
      inherited.withPointers(but: own, texts, read) == ["A=2", "C=3", "B=x", "D="])
    #expect(inherited.withPointers(but: [:], CTexts([]), read) == ["A=2", "B=1", "C=3"])
  }
}
