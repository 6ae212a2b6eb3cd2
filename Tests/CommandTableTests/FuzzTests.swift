import CommandTable
import Testing

@Suite struct FuzzTests {
  @Test func `any command line parses or is refused with a message`() {
    let pieces = [
      "generate", "submit", "list", "workflow", "service", "add", "move", "help", "genrate", "",
      " ",
      "-", "--", "---", "-=", "--=", "=", "-1", "-1x", "-.", "--help", "-h", "-hq", "--version",
      "--source", "--source=", "--sorce", "-s", "-sx", "-s=", "-qn", "-qz", "-q=", "--quiet",
      "--summary=1", "--name", "--job-type", "--job_type", "\u{301}", "-\u{301}", "--name=\u{301}",
      "é", "-é", "-q\u{301}", "a=1", "\n", "\u{0}", "-\u{0}", "🦉", "-🦉", "--set=🦉=", "_", "-_",
      "--_",
    ]
    var generator = SplitMix64(state: 2_024)
    for _ in 0..<10_000 {
      let count = Int.random(in: 0...6, using: &generator)
      let arguments = (0..<count).map { _ in random(pieces, &generator) }
      switch Result(catching: { () throws(UsageError) in try sample.parse(arguments) }) {
      case .success(.run(_, let parsed)): #expect(parsed.operands.count <= arguments.count)
      case .success(.print(let text)): #expect(!text.isEmpty, "\(arguments)")
      case .failure(let error):
        #expect(!error.message.isEmpty && error.usage.hasPrefix("usage: cms-x"), "\(arguments)")
      }
    }
  }

  /// Returns one of the pieces, or two of them glued together.
  private func random(_ pieces: [String], _ generator: inout SplitMix64) -> String {
    let first = pieces.randomElement(using: &generator) ?? ""
    guard Int.random(in: 0..<4, using: &generator) == 0 else { return first }
    return first + (pieces.randomElement(using: &generator) ?? "")
  }
}

/// A small generator with a seed, so that a failure comes back.
///
/// - Source: Steele, Lea, Flood 2014.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
