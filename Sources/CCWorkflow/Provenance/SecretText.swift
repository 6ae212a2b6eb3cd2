/// Hides what may be a secret before it is written anywhere.
enum SecretText {
  static let hidden = "(hidden)"
  private static let words = [
    "token", "secret", "password", "passwd", "passphrase", "credential", "apikey", "api_key",
    "api-key", "private_key", "access_key", "auth",
  ]

  /// Returns a value, or what stands for it where its name is that of a secret.
  static func redacted(_ name: String, _ value: String) -> String {
    isSecret(name) ? hidden : withoutLogins(value)
  }

  static func isSecret(_ name: some StringProtocol) -> Bool {
    let name = name.lowercased()
    return words.contains { name.contains($0) }
  }

  /// Hides what a text says behind names of secrets, line by line: `API_TOKEN=…`, `password: …`.
  static func redactedLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard isSecret(line), let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }),
        isSecret(line[..<mark])
      else { return withoutLogins(String(line)) }
      return String(line[...mark]) + " " + hidden
    }.joined(separator: "\n")
  }

  /// Takes the name and password out of an address: `https://me:word@host/`.
  private static func withoutLogins(_ text: String) -> String {
    guard let scheme = text.range(of: "://") else { return text }
    let rest = text[scheme.upperBound...]
    let host = rest.prefix { $0 != "/" && $0 != " " }
    guard let at = host.lastIndex(of: "@") else { return text }
    return String(text[..<scheme.upperBound])
      + withoutLogins(String(rest[rest.index(after: at)...]))
  }
}

extension String {
  /// Where a text first stands; Foundation has it elsewhere.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
