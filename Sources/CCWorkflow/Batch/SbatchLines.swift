/// The options that a script gives to `sbatch` in its `#SBATCH` lines, or a site for it.
///
/// What is ours to say is left out: its name, where its output goes, and what it waits for.
struct SbatchLines {
  /// Each option with its value as one word.
  private(set) var words: [String] = []

  private static let ours: Set = [
    "--job-name", "-J", "--output", "-o", "--error", "-e", "--input", "-i", "--open-mode",
    "--array", "-a", "--dependency", "-d", "--chdir", "-D", "--comment", "--export-file",
  ]
  /// The same without values.
  private static let oursAlone: Set = [
    "--wait", "-W", "--hold", "-H", "--parsable", "--test-only", "--quiet", "-Q", "--verbose", "-v",
    "--help", "-h", "--usage", "--version", "-V",
  ]

  /// Takes words of a command line.
  init(words: [String]) { add(words) }

  /// Reads the comments before the first command of a script.
  ///
  /// - Source: <https://slurm.schedmd.com/sbatch.html>: "sbatch will stop processing further
  ///   #SBATCH directives once the first non-comment non-whitespace line has been reached".
  init(_ script: [UInt8]) {
    for line in script.split(separator: UInt8(ascii: "\n")) {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      guard let first = text.first else { continue }
      guard first == UInt8(ascii: "#") else { return }
      guard line.starts(with: "#SBATCH".utf8) else { continue }
      add(SbatchLines.split(line.dropFirst("#SBATCH".utf8.count)))
    }
  }

  /// Splits at blanks outside quotes, up to a comment.
  private static func split(_ line: some Collection<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8]?
    var quote: UInt8?
    for byte in line where byte != 0x0D {
      if let open = quote {
        if byte == open { quote = nil } else { word?.append(byte) }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        word = word ?? []
      } else if byte == 0x20 || byte == 0x09 {
        if let word { words.append(String(decoding: word, as: UTF8.self)) }
        word = nil
      } else if byte == UInt8(ascii: "#"), word == nil {
        break
      } else {
        word = (word ?? []) + [byte]
      }
    }
    if let word { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  private mutating func add(_ line: [String]) {
    var isOpen = false
    var isLeftOut = true
    for word in line {
      guard word.hasPrefix("-") else {
        // The value of the option before it; others are no options.
        if isOpen, !isLeftOut, let option = words.popLast() {
          words.append(option + (option.hasPrefix("--") ? "=" : "") + word)
        }
        isOpen = false
        continue
      }
      let name = word.hasPrefix("--") ? String(word.prefix { $0 != "=" }) : String(word.prefix(2))
      isLeftOut = Self.ours.contains(name) || Self.oursAlone.contains(name)
      isOpen = word == name
      if !isLeftOut { words.append(word) }
    }
  }
}
