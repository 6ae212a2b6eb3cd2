/// Makes gnuplot's SVG fit to stand in a page beside others.
enum SVGFragment {
  /// Returns the `svg` element with its ids made unique, its black following the page's text
  /// colour, its white see-through and its titles left out; nil for what is no drawing or could run a program.
  static func inline(_ svg: [UInt8], prefix: String, label: String) -> String? {
    let text = String(decoding: svg, as: UTF8.self)
    var fragment = ""
    var isInside = false
    var skippedUntil: String?
    for piece in pieces(of: text) {
      let name = elementName(piece)
      if let end = skippedUntil {
        if name == end { skippedUntil = nil }
        continue
      }
      if forbidden.contains(name) { return nil }
      if name == "title" || name == "desc" {
        skippedUntil = "/" + name
        continue
      }
      if name == "svg" {
        isInside = true
        fragment += "<svg role=\"img\" aria-label=\"\(HTML.text(label))\"" + piece.dropFirst(4)
        continue
      }
      if isInside { fragment += piece.hasPrefix("<") ? tag(piece, prefix: prefix) : piece }
      if name == "/svg" { return fragment }
    }
    return nil
  }

  private static let forbidden: Set<String> = [
    "script", "foreignobject", "iframe", "image", "a", "style", "animate", "set", "!entity",
  ]

  /// Splits into tags and the texts between them.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece: [UInt8] = []
    func end() {
      if !piece.isEmpty { pieces.append(String(decoding: piece, as: UTF8.self)) }
      piece = []
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "<") { end() }
      piece.append(byte)
      if byte == UInt8(ascii: ">"), piece.first == UInt8(ascii: "<") { end() }
    }
    end()
    return pieces
  }

  private static func elementName(_ piece: String) -> String {
    guard piece.hasPrefix("<") else { return "" }
    let name = piece.dropFirst().prefix { !" \n\t\r>".contains($0) }.lowercased()
    return name.count > 1 && name.hasSuffix("/") ? String(name.dropLast()) : name
  }

  private static func tag(_ tag: String, prefix: String) -> String {
    var tag = tag
    for (old, new) in [
      (" id='", " id='\(prefix)-"), (" id=\"", " id=\"\(prefix)-"),
      ("href='#", "href='#\(prefix)-"), ("href=\"#", "href=\"#\(prefix)-"),
      ("url(#", "url(#\(prefix)-"),
      ("'black'", "'currentColor'"), ("\"black\"", "\"currentColor\""),
      ("'rgb(  0,   0,   0)'", "'currentColor'"), ("'white'", "'transparent'"),
    ] {
      tag = replacing(old, with: new, in: tag)
    }
    return tag
  }

  private static func replacing(_ old: String, with new: String, in text: String) -> String {
    let bytes = Array(text.utf8)
    let word = Array(old.utf8)
    var result: [UInt8] = []
    var rest = bytes[...]
    while let index = LogText.index(of: word, in: rest) {
      result += rest[..<index] + new.utf8
      rest = rest[(index + word.count)...]
    }
    return String(decoding: result + rest, as: UTF8.self)
  }
}
