import TestSupport
import Testing

@testable import EECore

@Suite struct ShellWordTests {
  @Test(arguments: [
    ("", "''"), ("a", "a"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$X", "'$X'"),
    ("/data/x-1.0_y,z@h:2%", "/data/x-1.0_y,z@h:2%"), ("~", "'~'"), ("a=b", "'a=b'"),
    ("*", "'*'"), ("é", "'é'"), ("\n", "'\n'"), ("-rf", "-rf"), ("#", "'#'"),
  ])
  func `a word is quoted where a shell would touch it`(text: String, expected: String) {
    #expect(ShellWord.quoted(text) == expected)
  }

  @Test(arguments: 0..<4)
  func `a shell gives back the very bytes`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let words = (0..<200).map { _ in
      (0..<Int.random(in: 0...20, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 1...255, using: &random)
          : Array("'\"\\$`!*?~#&;|<>() \n\t=-{}[]".utf8).randomElement(using: &random) ?? 1
      }
    }
    let test = try CommandTest()
    var script: [UInt8] = []
    for word in words { script += Array(#"printf '%s\000' "#.utf8) + ShellWord.quoted(word) + [10] }
    try test.place.write("words.sh", script)
    for shell in ["/bin/sh", "/bin/bash"] {
      let run = try test.run(shell, "words.sh")
      let printed = run.outputBytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      #expect(printed.map(Array.init) == words, "seed \(seed), \(shell)")
      #expect(run.errors == "")
    }
  }
}
