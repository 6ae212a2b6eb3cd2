/// Finds bytes that every match of a regular expression has: searching for them costs far less than
/// matching each line.
///
/// What is not plainly so is not used: no alternatives, no groups, no options.
enum PatternLiteral {
  /// Returns the longest run, empty where none is sure.
  static func longest(in pattern: [UInt8]) -> [UInt8] {
    var reader = Reader(pattern: pattern)
    return reader.longest() ?? []
  }

  private struct Reader {
    let pattern: [UInt8]
    var place = 0
    var run: [UInt8] = []
    var best: [UInt8] = []

    mutating func longest() -> [UInt8]? {
      while place < pattern.count {
        let byte = pattern[place]
        switch byte {
        case UInt8(ascii: "|"): return nil
        case UInt8(ascii: "("):
          // An option such as (?i) changes what follows; a comment or a verb is rare.
          if isNext("(?"), !isNext("(?:"), !isNext("(?<"), !isNext("(?P<"), !isNext("(?=") {
            return nil
          }
          if isNext("(*") { return nil }
          endRun()
          guard skipGroup() else { return nil }
          skipQuantifier()
        case UInt8(ascii: "["):
          endRun()
          guard skipClass() else { return nil }
          skipQuantifier()
        case UInt8(ascii: "\\"):
          guard place + 1 < pattern.count else { return nil }
          let next = pattern[place + 1]
          if next == UInt8(ascii: "Q") || next == UInt8(ascii: "E") { return nil }
          place += 2
          guard isPunctuation(next) else {
            // A class such as \d, a place such as \b, or a character by number.
            endRun()
            guard skipArgument(of: next) else { return nil }
            skipQuantifier()
            continue
          }
          take(next)
        case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"):
          place += 1
          endRun()
          skipQuantifier()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: ")"):
          return nil
        case UInt8(ascii: "{"):
          // Where it is no quantifier it is itself.
          place += 1
          take(byte)
        default:
          place += 1
          take(byte)
        }
      }
      endRun()
      return best
    }

    /// Takes one byte up, unless what follows says that it may be missing.
    private mutating func take(_ byte: UInt8) {
      // A quantifier is of a whole character, which may have several bytes.
      guard byte < 0x80 else {
        endRun()
        skipQuantifier()
        return
      }
      guard isQuantifier() else {
        run.append(byte)
        return
      }
      let isMust = place < pattern.count && pattern[place] == UInt8(ascii: "+")
      if isMust { run.append(byte) }
      endRun()
      skipQuantifier()
    }

    private mutating func endRun() {
      if run.count > best.count { best = run }
      run = []
    }

    private func isNext(_ text: String) -> Bool { pattern[place...].starts(with: text.utf8) }

    private func isQuantifier() -> Bool {
      guard place < pattern.count else { return false }
      switch pattern[place] {
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): return true
      case UInt8(ascii: "{"):
        let rest = pattern[(place + 1)...].prefix { $0 != UInt8(ascii: "}") }
        return rest.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ",") || $0 == 0x20 }
      default: return false
      }
    }

    private mutating func skipQuantifier() {
      while isQuantifier() {
        if pattern[place] == UInt8(ascii: "{") {
          while place < pattern.count, pattern[place] != UInt8(ascii: "}") { place += 1 }
        }
        place = min(place + 1, pattern.count)
      }
    }

    private mutating func skipGroup() -> Bool {
      var depth = 0
      while place < pattern.count {
        switch pattern[place] {
        case UInt8(ascii: "\\"):
          if place + 1 < pattern.count, pattern[place + 1] == UInt8(ascii: "Q") { return false }
          place += 1
        case UInt8(ascii: "["):
          guard skipClass() else { return false }
          continue
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"):
          depth -= 1
          if depth == 0 {
            place += 1
            return true
          }
        default: break
        }
        place += 1
      }
      return false
    }

    private mutating func skipClass() -> Bool {
      place += 1
      if place < pattern.count, pattern[place] == UInt8(ascii: "^") { place += 1 }
      // The first bracket is one of the characters.
      if place < pattern.count, pattern[place] == UInt8(ascii: "]") { place += 1 }
      while place < pattern.count {
        switch pattern[place] {
        case UInt8(ascii: "\\"):
          if place + 1 < pattern.count, pattern[place + 1] == UInt8(ascii: "Q") { return false }
          place += 1
        case UInt8(ascii: "["):
          // A named class such as [:alpha:] ends with its own bracket.
          if place + 1 < pattern.count, pattern[place + 1] == UInt8(ascii: ":") {
            guard let end = pattern[place...].firstIndex(of: UInt8(ascii: "]")) else {
              return false
            }
            place = end
          }
        case UInt8(ascii: "]"):
          place += 1
          return true
        default: break
        }
        place += 1
      }
      return false
    }

    /// Passes over the braces of `\x{41}`, `\p{L}`, `\k{name}` and the like.
    private mutating func skipArgument(of letter: UInt8) -> Bool {
      if place < pattern.count, pattern[place] == UInt8(ascii: "{"),
        !isQuantifier() || "xopPNgk".utf8.contains(letter)
      {
        guard let end = pattern[place...].firstIndex(of: UInt8(ascii: "}")) else { return false }
        place = end + 1
        return true
      }
      // Others take letters or digits that are no text of their own.
      return "dDsSwWbBAzZGnrtfevVhHRKX".utf8.contains(letter)
    }

    private func isDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func isPunctuation(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        false
      default: byte > 0x20 && byte < 0x7F
      }
    }
  }
}
