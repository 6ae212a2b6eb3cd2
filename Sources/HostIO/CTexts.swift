/// Texts as C takes lists of them: zero-terminated, behind pointers of which the last is null.
struct CTexts: Sendable {
  typealias Pointers = UnsafePointer<UnsafeMutablePointer<CChar>?>

  private var bytes: [UInt8] = []
  private var starts: [Int] = []

  init(_ texts: some Sequence<String>) {
    for text in texts {
      starts.append(bytes.count)
      bytes += text.utf8
      bytes.append(0)
    }
  }

  func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
    CTexts.withPointers([(self, starts)], [], body)
  }

  /// Hands out some of the texts by their places, and others behind them.
  func withPointers<Result>(
    at places: [Int], _ others: CTexts, _ body: (Pointers) -> Result
  ) -> Result {
    CTexts.withPointers([(self, places.map { starts[$0] }), (others, others.starts)], [], body)
  }

  private static func withPointers<Result>(
    _ parts: [(texts: CTexts, starts: [Int])], _ pointers: [UnsafeMutablePointer<CChar>?],
    _ body: (Pointers) -> Result
  ) -> Result {
    guard let part = parts.first else {
      return (pointers + [nil]).withUnsafeBufferPointer { buffer in
        // It holds one at least.
        body(buffer.baseAddress.unsafelyUnwrapped)
      }
    }
    return part.texts.bytes.withUnsafeBytes { bytes in
      let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
      let found = part.starts.map { base?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
      return withPointers(Array(parts.dropFirst()), pointers + found, body)
    }
  }
}

/// Variables that are given to many children, made ready for it once.
package struct InheritedVariables: Sendable {
  private let names: [String]
  private let texts: CTexts

  package init(_ variables: [String: String]) {
    let sorted = variables.sorted { $0.key < $1.key }
    names = sorted.map(\.key)
    texts = CTexts(sorted.map { "\($0.key)=\($0.value)" })
  }

  /// Hands out the variables that are not among others, and those others.
  func withPointers<Result>(
    but others: [String: String], _ texts: CTexts, _ body: (CTexts.Pointers) -> Result
  ) -> Result {
    self.texts.withPointers(at: names.indices.filter { others[names[$0]] == nil }, texts, body)
  }
}
