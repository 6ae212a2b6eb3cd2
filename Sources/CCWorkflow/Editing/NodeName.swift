/// What a node may be called, and how names stand in a chain.
enum NodeName {
  /// Returns what is wrong with a name; nil where nothing is.
  static func problem(with name: String) -> String? {
    // Line feeds and escapes would break every list and view that the name stands in.
    let holdsControl = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    guard name.isEmpty || holdsControl || name.contains("/") || name.contains(",") else {
      return nil
    }
    let shown = String(name.unicodeScalars.map { $0 < " " ? " " : Character($0) })
    return "node name '\(shown)' is empty or holds '/', ',' or a control character"
  }

  /// The names of a chain such as `a, b, c`; blanks and line feeds around them do not matter.
  static func chain(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
  }
}
