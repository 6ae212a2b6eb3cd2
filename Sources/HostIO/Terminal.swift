internal import Glibc

/// The terminal, if there is one, and what may be shown on it.
package enum Terminal {
  package enum Stream: Int32, Sendable {
    case output = 1
    case errors = 2
  }

  package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Whether standard input is a terminal.
  package static var isInputTerminal: Bool { isatty(0) == 1 }

  /// Asks on the terminal and returns whether the answer is y or yes; nil where nobody is there.
  package static func confirm(_ question: String) -> Bool? {
    guard isatty(0) == 1, isTerminal(.errors) else { return nil }
    write(question + " [y/N] ", to: .errors)
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  /// Columns that text for standard output may take; files and pipes are wide.
  package static func outputWidth() -> Int { isTerminal(.output) ? size().columns : 120 }

  /// Columns and rows; 80 by 24 where nobody knows.
  package static func size() -> (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0 || ioctl(1, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Writes text; a closed pipe ends the process quietly, as it does for every Unix filter.
  package static func write(_ text: String, to stream: Stream) {
    Array(text.utf8).withUnsafeBytes { write(bytes: $0, to: stream) }
  }

  package static func write(bytes: UnsafeRawBufferPointer, to stream: Stream) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(
        stream.rawValue, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return giveUp(stream, errno) }
      written += count
    }
  }

  /// Ends the process where its results cannot be written: a cut file must not look like success.
  ///
  /// A reader that has gone away wanted no more, and messages are no results.
  private static func giveUp(_ stream: Stream, _ code: Int32) {
    guard stream == .output, code != EPIPE else { return }
    let reason = String(cString: strerror(code))
    write("error: cannot write to standard output: \(reason)\n", to: .errors)
    exit(4)
  }
}
