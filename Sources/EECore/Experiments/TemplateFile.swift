internal import EETemplate

extension CampaignPlan {
  /// A template file as it was read.
  package struct TemplateFile: Sendable {
    /// The file, as messages name it.
    package let path: String
    package let bytes: [UInt8]
    /// The name of what it renders, where it was chosen.
    package var renderedName: String?

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }

    /// The name of what it renders: `.in` drops out.
    package var scriptName: String {
      if let renderedName { return renderedName }
      var parts = baseName.split(separator: ".", omittingEmptySubsequences: false)
      if let index = parts.lastIndex(of: "in"), index > 0 { parts.remove(at: index) }
      return parts.joined(separator: ".")
    }

    /// Whether nothing stands before the `.in` that drops out: `.in.sh` would hide what it renders.
    var isNameless: Bool {
      guard renderedName == nil else { return false }
      let parts = baseName.split(separator: ".", omittingEmptySubsequences: false)
      guard let index = parts.lastIndex(of: "in"), index > 0 else { return false }
      return parts[..<index].allSatisfy(\.isEmpty)
    }

    /// The name of what it renders while the host is open: a template still.
    var halfBoundName: String {
      guard scriptName == baseName else { return baseName }
      var parts = baseName.split(separator: ".", omittingEmptySubsequences: false)
      parts.insert("in", at: max(1, parts.count - 1))
      return parts.joined(separator: ".")
    }

    /// The name of the file without its directory.
    package var baseName: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Its text, with the place of each byte.
    var place: Binder.Place {
      Binder.Place(Template(bytes)) { SourcePosition(file: path, offset: $0, in: bytes) }
    }

    /// Reports bytes that are not UTF-8: frames would be missed in other encodings.
    ///
    /// - Throws: ``Diagnostics`` EE206 at the first such byte.
    func checkEncoding() throws(Diagnostics) {
      guard let offset = firstInvalidByte() else { return }
      let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      let byte = String(bytes[offset], radix: 16, uppercase: true)
      throw Diagnostics(
        .notUTF8, "template '\(path)' is not UTF-8: byte 0x\(byte), expected text in UTF-8",
        at: SourcePosition(file: path, offset: offset, in: bytes),
        hint: "convert it: iconv -f \(isWide ? "UTF-16" : "ISO-8859-1") -t UTF-8 \(baseName)")
    }

    private func firstInvalidByte() -> Int? {
      guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
      var parser = Unicode.UTF8.ForwardParser()
      var iterator = bytes.makeIterator()
      var offset = 0
      while true {
        switch parser.parseScalar(from: &iterator) {
        case .valid(let scalar): offset += scalar.count
        case .error: return offset
        case .emptyInput: return nil
        }
      }
    }
  }
}
