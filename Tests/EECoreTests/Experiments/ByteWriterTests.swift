import EECore
import Testing

/// Bytes that are written piece by piece, and the hash that is written so.
@Suite struct ByteWriterTests {
  private func text(_ write: (inout ByteWriter) -> Void) -> String {
    var bytes = ByteWriter(capacity: 1)
    write(&bytes)
    return bytes.text
  }

  @Test(arguments: [0, 9, 10, 4096, UInt64.max])
  func `numbers are written in decimal digits`(number: UInt64) {
    #expect(text { $0.append(number) } == "\(number)")
  }

  @Test(arguments: [0, -1, 1_763_841_234_123_456_789, Int64.min, .max])
  func `negative numbers get their sign`(number: Int64) {
    #expect(text { $0.append(number) } == "\(number)")
  }

  @Test(arguments: ["", "job.sh", "a \"b\"", "back\\slash", "line\nfeed", "\u{7F}", "größer"])
  func `text is quoted as JSON has it`(name: String) {
    #expect(text { $0.append(quoted: name) } == JSONWriter.text(.string(name)))
  }

  @Test func `pieces follow each other, however often there was no room`() {
    let found = text { bytes in
      for number in 0..<100 {
        bytes.append("é")
        bytes.append(UInt64(number))
        bytes.append([UInt8(ascii: "-")])
      }
    }
    #expect(found == (0..<100).map { "é\($0)-" }.joined())
  }

  @Test func `a hash is 32 digits, and read back from them`() {
    let hash = Fingerprint(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    #expect(hash.text == "0123456789abcdeffedcba9876543210")
    #expect(text { $0.append(hash) } == hash.text)
    #expect(Fingerprint(text: Array(hash.text.utf8)[...]) == hash)
  }

  @Test(arguments: [
    "", "0123", "0123456789ABCDEFfedcba9876543210", "g123456789abcdeffedcba9876543210",
  ])
  func `what is no hash is not read as one`(text: String) {
    #expect(Fingerprint(text: Array(text.utf8)[...]) == nil)
  }
}
