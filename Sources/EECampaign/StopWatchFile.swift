internal import EECore
internal import HostIO

/// A file of ours with which programs report: `cms.py` for Python, `cms.sh` for shells.
package struct StopWatchFile: Sendable {
  /// How programs say that they use it.
  private enum Use: Sendable { case imported, named }

  package let name: String
  private let use: Use

  /// All of them.
  package static let all = [
    StopWatchFile(name: "cms.py", use: .imported), StopWatchFile(name: "cms.sh", use: .named),
  ]

  package var bytes: [UInt8] {
    use == .imported ? PackageResources.cms_py : PackageResources.cms_sh
  }

  /// Returns the files that code and templates use, for beside what uses them and for each
  /// directory above, since any of these may be where the program starts.
  ///
  /// Nothing is added where the experiment has a file of that name; one that stands beside what
  /// uses it is the user's, and taken instead.
  static func wanted(
    by code: [CodeFile], _ templates: [CampaignPlan.TemplateFile], taken: [String]
  ) throws(Diagnostics) -> [CodeFile] {
    let names = taken + code.map(\.name)
    let users =
      code.map { (name: $0.name, path: $0.path, bytes: $0.bytes) }
      + templates.map { (name: $0.scriptName, path: $0.path, bytes: $0.bytes) }
    var found: [CodeFile] = []
    for file in all where !names.contains(where: file.isNamed) {
      for user in users where file.isUsed(in: user.bytes) {
        let places = Array(user.name.split(separator: "/").dropLast())
        for count in 0...places.count {
          let name = (places[..<count] + [file.name[...]]).joined(separator: "/")
          guard !found.contains(where: { $0.name == name }) else { continue }
          found.append(try file.code(called: name, beside: user.path))
        }
      }
    }
    return found
  }

  private func code(called name: String, beside user: String) throws(Diagnostics) -> CodeFile {
    let own = Paths.join(Paths.directory(of: user), self.name)
    guard let status = Files.status(own), status.kind == .file else {
      return CodeFile(name: name, path: self.name, bytes: bytes, isExecutable: false)
    }
    return CodeFile(
      name: name, path: own, bytes: try SourceFile.read(own, as: "code"),
      isExecutable: status.isExecutable)
  }

  /// Whether a path is that of a file, or for Python of a package, of this name.
  private func isNamed(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.last == name[...] || use == .imported && parts.dropLast().contains("cms")
  }

  /// Whether a text says `import cms` or `from cms import`, or names the shell's file.
  func isUsed(in text: [UInt8]) -> Bool {
    var start = 0
    while let word = StopWatchFile.word(in: text, from: start) {
      if isUse(before: text[..<word], after: text[(word + 3)...]) { return true }
      start = word + 3
    }
    return false
  }

  /// Returns where `cms` stands next; it is found by its last letter, three bytes at a time.
  private static func word(in text: [UInt8], from start: Int) -> Int? {
    text.withUnsafeBufferPointer { text in
      var index = start + 2
      while index < text.count {
        switch text[index] {
        case UInt8(ascii: "s"):
          if text[index - 1] == UInt8(ascii: "m"), text[index - 2] == UInt8(ascii: "c") {
            return index - 2
          }
          index += 3
        case UInt8(ascii: "m"): index += 1
        case UInt8(ascii: "c"): index += 2
        default: index += 3
        }
      }
      return nil
    }
  }

  private func isUse(before: ArraySlice<UInt8>, after: ArraySlice<UInt8>) -> Bool {
    switch use {
    case .named:
      let isWord = before.last.map { !StopWatchFile.isPart($0) && $0 != UInt8(ascii: ".") } ?? true
      return isWord && after.starts(with: ".sh".utf8)
        && after.dropFirst(3).first.map { !StopWatchFile.isPart($0) } ?? true
    case .imported:
      let words = before.trimmingBlanks
      guard words.count < before.count else { return false }
      if words.endsInWord("import") {
        return after.first.map { !StopWatchFile.isPart($0) && $0 != UInt8(ascii: ".") } ?? true
      }
      let rest = after.drop { $0 == 0x20 || $0 == 0x09 }
      return words.endsInWord("from") && rest.count < after.count
        && rest.starts(with: "import".utf8)
    }
  }

  /// Whether a byte belongs to a word, as names of modules and files have it.
  fileprivate static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingBlanks: Self {
    let end = lastIndex { $0 != 0x20 && $0 != 0x09 }
    return self[..<(end.map { $0 + 1 } ?? startIndex)]
  }

  fileprivate func endsInWord(_ word: String) -> Bool {
    let rest = dropLast(word.utf8.count)
    return rest.count + word.utf8.count == count && self[rest.endIndex...].elementsEqual(word.utf8)
      && !(rest.last.map(StopWatchFile.isPart) ?? false)
  }
}
