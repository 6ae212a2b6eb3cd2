internal import Glibc

/// What the operating system refused, on which path or command.
package struct SystemError: Error, Hashable, Sendable {
  /// What was tried, such as `cannot open`.
  package let operation: String
  package let path: String
  /// The error number of the C library.
  package let code: Int32

  package init(_ operation: String, _ path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Takes the number of the call that has just failed.
  init(_ operation: String, _ path: String) {
    self.init(operation, path, code: errno)
  }

  package var isMissing: Bool { code == ENOENT }
  package var isExisting: Bool { code == EEXIST }
  package var isFull: Bool { code == ENOSPC || code == EDQUOT }
  /// Whether nothing can be written there at all now.
  package var isUnwritable: Bool { isFull || code == EROFS }
  /// Whether hard links end here: too many of one file, another file system, or not allowed.
  package var endsLinks: Bool { code == EMLINK || code == EXDEV || code == EPERM }

  /// What the C library says about it.
  package var reason: String { String(cString: strerror(code)) }
}

extension SystemError: CustomStringConvertible {
  package var description: String { "\(operation) '\(path)': \(reason)" }
}
