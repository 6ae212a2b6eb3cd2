internal import CPCRE2

/// A regular expression of PCRE2, compiled; it is matched against one line at a time.
///
/// - Shape: Perl's syntax over UTF-8; bytes that are no UTF-8 match nothing and do no harm.
/// - Source: <https://www.pcre.org/current/doc/html/pcre2pattern.html>.
package final class Pattern: @unchecked Sendable {
  /// What is wrong with a pattern, and at which byte.
  package struct Problem: Error, Hashable {
    package let message: String
    package let offset: Int
  }

  package let text: String
  /// Bytes that are in every match, to search for before anything is matched; empty where it is not
  /// known that there are some.
  package let literal: [UInt8]
  /// How many groups it captures.
  package let groupCount: Int
  /// The numbers of its named groups.
  package let groupNames: [String: Int]
  // Never changed once it was compiled, so any thread may match with it.
  private let code: OpaquePointer

  package init(_ text: String) throws(Problem) {
    self.text = text
    literal = PatternLiteral.longest(in: Array(text.utf8))
    code = try Pattern.compile(text)
    pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
    var count: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    groupCount = Int(count)
    groupNames = Pattern.names(of: code)
  }

  deinit { pcre2_code_free_8(code) }

  private static func compile(_ text: String) throws(Problem) -> OpaquePointer {
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    var code: Int32 = 0
    var offset = 0
    let bytes = Array(text.utf8)
    let compiled = bytes.withUnsafeBufferPointer {
      // A pattern without bytes has no address.
      pcre2_compile_8($0.baseAddress ?? Pattern.nothing, $0.count, options, &code, &offset, nil)
    }
    if let compiled { return compiled }
    throw Problem(message: message(of: code), offset: min(offset, bytes.count))
  }

  private nonisolated(unsafe) static let nothing = UnsafePointer(
    UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

  private static func message(of code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let count = pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
      return count < 0 ? "error \(code)" : String(decoding: buffer[..<Int(count)], as: UTF8.self)
    }
  }

  private static func names(of code: OpaquePointer) -> [String: Int] {
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table else { return [:] }
    // Each entry: the number in two bytes, then the name, which a zero ends.
    var names: [String: Int] = [:]
    for entry in 0..<Int(count) {
      let start = table + entry * Int(size)
      names[String(cString: start + 2)] = Int(start[0]) << 8 | Int(start[1])
    }
    return names
  }

  /// Finds matches; each reader of lines has one of its own.
  package final class Matcher {
    private let pattern: Pattern
    private let data: OpaquePointer
    private let context: OpaquePointer
    /// Whether a line was met that took more steps than are allowed.
    package private(set) var gaveUp = false

    /// Returns nil where there is no memory.
    package init?(_ pattern: Pattern) {
      guard let data = pcre2_match_data_create_from_pattern_8(pattern.code, nil) else {
        return nil
      }
      guard let context = pcre2_match_context_create_8(nil) else {
        pcre2_match_data_free_8(data)
        return nil
      }
      // A pattern that tries all ways through a line may not hold up a run.
      pcre2_set_match_limit_8(context, 1_000_000)
      self.pattern = pattern
      self.data = data
      self.context = context
    }

    deinit {
      pcre2_match_data_free_8(data)
      pcre2_match_context_free_8(context)
    }

    /// Calls `found` for each match in a line, with what finds the bytes of a group.
    package func matches(
      in line: UnsafeRawBufferPointer, _ found: ((Int) -> UnsafeRawBufferPointer?) -> Void
    ) {
      guard let start = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
      var place = 0
      while place <= line.count {
        let count = pcre2_match_8(pattern.code, start, line.count, place, 0, data, context)
        guard count > 0, let ends = pcre2_get_ovector_pointer_8(data) else {
          if count < 0, count != PCRE2_ERROR_NOMATCH { gaveUp = true }
          return
        }
        found { group in
          guard group < Int(count), ends[2 * group] != Int.max.magnitude,
            ends[2 * group] <= ends[2 * group + 1], ends[2 * group + 1] <= line.count
          else { return nil }
          return UnsafeRawBufferPointer(rebasing: line[ends[2 * group]..<ends[2 * group + 1]])
        }
        // What matches nothing at all matches at each place once.
        place = max(ends[1], place + (ends[1] == ends[0] ? 1 : 0))
      }
    }
  }
}
