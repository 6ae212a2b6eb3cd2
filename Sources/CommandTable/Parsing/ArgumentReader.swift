/// Splits a command line into options and words, given the options that are allowed.
struct ArgumentReader {
  /// What one step of reading finds.
  enum Token {
    case option(row: Int, value: String?)
    case word(String)
  }

  /// What can be wrong with an option.
  enum Mistake: Error {
    case unknown(String)
    case missingValue(String, row: Int, found: String?)
    case unexpectedValue(String, value: String)
  }

  let names: OptionNames
  /// Whether `--` was met, after which everything is a word.
  private(set) var optionsEnded = false
  private var rest: ArraySlice<String>
  /// Letters of an argument such as `-qv` that are still to be read.
  private var cluster = ""

  init(_ arguments: [String], names: OptionNames) {
    rest = arguments[...]
    self.names = names
  }

  /// Returns the next option or word, or nil at the end.
  mutating func next() throws(Mistake) -> Token? {
    if !cluster.isEmpty { return try nextOfCluster() }
    guard let argument = rest.popFirst() else { return nil }
    if optionsEnded || !looksLikeOption(argument) { return .word(argument) }
    if argument == "--" {
      optionsEnded = true
      return try next()
    }
    return try option(argument)
  }

  /// Returns the next word, passing over options, or nil at the end.
  mutating func nextWord() throws(Mistake) -> String? {
    while let token = try next() {
      if case .word(let word) = token { return word }
    }
    return nil
  }

  private mutating func option(_ argument: String) throws(Mistake) -> Token {
    let (name, value) = Self.splitAtEquals(argument)
    if let row = names.row(named: name) { return try token(row, typed: name, inline: value) }
    // `-name` is a slip for `--name`, not `-n` with the value `ame`.
    let isSlip = names.row(named: "-" + name) != nil
    guard !isSlip, !argument.utf8.starts(with: "--".utf8),
      names.row(named: Self.letter(argument)) != nil
    else { throw .unknown(name) }
    cluster = argument
    return try nextOfCluster()
  }

  /// Reads the first letter of `cluster`, which starts with `-`.
  private mutating func nextOfCluster() throws(Mistake) -> Token {
    let name = Self.letter(cluster)
    let tail = String(cluster.unicodeScalars.dropFirst(2))
    cluster = ""
    guard let row = names.row(named: name) else { throw .unknown(name) }
    if tail.isEmpty { return try token(row, typed: name, inline: nil) }
    let isAssigned = tail.utf8.first == UInt8(ascii: "=")
    if names.rows[row].value != nil || isAssigned {
      let value = isAssigned ? String(tail.unicodeScalars.dropFirst()) : tail
      return try token(row, typed: name, inline: value)
    }
    cluster = "-" + tail
    return .option(row: row, value: nil)
  }

  private mutating func token(
    _ row: Int, typed name: String, inline: String?
  ) throws(Mistake) -> Token {
    guard names.rows[row].value != nil else {
      if let inline { throw .unexpectedValue(name, value: inline) }
      return .option(row: row, value: nil)
    }
    if let inline { return .option(row: row, value: inline) }
    guard let value = rest.first, !looksLikeOption(value) else {
      throw .missingValue(name, row: row, found: rest.first)
    }
    rest.removeFirst()
    return .option(row: row, value: value)
  }

  /// A lone `-` is a word, and so is a negative number where no option has that digit.
  private func looksLikeOption(_ argument: String) -> Bool {
    guard argument.utf8.first == UInt8(ascii: "-"), argument.utf8.count > 1 else { return false }
    return !Self.isNegativeNumber(argument) || names.row(named: Self.letter(argument)) != nil
  }

  private static func isNegativeNumber(_ text: String) -> Bool {
    // `Double` reads `-inf` and `-nan` as well, which look like options to everybody else.
    guard let second = text.utf8.dropFirst().first else { return false }
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= second
    return (isDigit || second == UInt8(ascii: ".")) && Double(text) != nil
  }

  /// Returns the dash and the letter that an argument such as `-qv` starts with.
  private static func letter(_ argument: String) -> String {
    String(String.UnicodeScalarView(argument.unicodeScalars.prefix(2)))
  }

  private static func splitAtEquals(_ argument: String) -> (name: String, value: String?) {
    guard let equals = argument.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      return (argument, nil)
    }
    let value = argument[argument.utf8.index(after: equals)...]
    return (String(argument[..<equals]), String(value))
  }
}
