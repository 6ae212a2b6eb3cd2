internal import Synchronization

/// The name of a file or a layer as a number, so that a place in it is a plain value of few bytes.
///
/// There are as many names as a user has files; each is kept once, for as long as the process runs.
struct SourceName: Hashable, Sendable {
  private struct Names {
    var texts: [String] = []
    /// By their bytes: texts that are equal as characters may name two files.
    var numbers: [[UInt8]: UInt32] = [:]
  }

  private static let names = Mutex(Names())

  private let number: UInt32

  init(_ text: String) {
    number = SourceName.names.withLock { names in
      let bytes = Array(text.utf8)
      if let number = names.numbers[bytes] { return number }
      let number = UInt32(names.texts.count)
      names.numbers[bytes] = number
      names.texts.append(text)
      return number
    }
  }

  var text: String { SourceName.names.withLock { $0.texts[Int(number)] } }
}
