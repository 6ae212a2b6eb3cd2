import TestSupport
import Testing

@testable import EECore

@Suite struct IdentifierTests {
  @Test(arguments: [
    ("epoch_1_lr_1e-4", "epoch_1_lr_1e-4"), ("A-z.0_9+=,", "A-z.0_9+=,"), ("a b", "a@20b"),
    ("a/b", "a@2Fb"), ("-a", "@2Da"), (".a", "@2Ea"), ("..", "@2E."), ("a.-", "a.-"), ("", "@"),
    ("@", "@40"), ("é", "@C3@A9"), ("a\nb", "a@0Ab"), ("\u{0}", "@00"), ("~", "@7E"),
    ("a:b", "a@3Ab"), ("a\\b", "a@5Cb"),
  ])
  func `bytes that names do not allow are written as hexadecimal digits`(
    text: String, expected: String
  ) {
    #expect(Identifier.escaped(Array(text.utf8)) == expected)
  }

  @Test func `a long name is cut and keeps apart by a hash`() {
    let long = String(repeating: "x", count: 300)
    let names = [long, long + "y", long + "z"].map { Identifier.escaped(Array($0.utf8)) }
    #expect(names.allSatisfy { $0.utf8.count == 200 && $0.hasPrefix("xxx") })
    #expect(Set(names).count == 3)
    #expect(Identifier.escaped(Array(repeating: 0x78, count: 200)).utf8.count == 200)
    #expect(!Identifier.escaped(Array(repeating: 0x78, count: 200)).contains("-"))
  }

  @Test(arguments: 0..<10)
  func `any bytes make a safe name, and different ones different names`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var textOfName: [String: [UInt8]] = [:]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let name = Identifier.escaped(text)
      #expect((1...200).contains(name.utf8.count), "seed \(seed): \(text)")
      #expect(!name.hasPrefix(".") && !name.hasPrefix("-"), "seed \(seed): \(text)")
      #expect(
        name.utf8.allSatisfy { $0 != 0x2F && $0 > 0x20 && $0 < 0x7F }, "seed \(seed): \(text)")
      if let other = textOfName.updateValue(text, forKey: name) { #expect(other == text) }
    }
  }
}
