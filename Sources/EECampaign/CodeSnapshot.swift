internal import EECore
internal import HostIO

/// The code as it was when it was generated: written once, read-only, linked into experiments.
struct CodeSnapshot {
  /// The directory that holds the files; nil where there is no code.
  let directory: String?
  let files: [CodeFile]
  /// Whether files are copied although they could be linked.
  private let copying: Bool

  /// Returns where the snapshots of a campaign are, as seen from its directory.
  static func place(below campaign: String) -> String { Paths.join(campaign, ".code") }

  /// Writes the snapshot below a campaign's directory, or makes sure of the one that is there.
  init(
    _ files: [CodeFile], below campaign: String, copying: Bool, temporaryName: String
  ) throws(SystemError) {
    self.files = files
    self.copying = copying
    guard !files.isEmpty else {
      directory = nil
      return
    }
    let parent = CodeSnapshot.place(below: campaign)
    let target = Paths.join(parent, CodeSnapshot.fingerprint(of: files))
    directory = target
    guard Files.status(target) == nil else {
      try CodeSnapshot.restore(files, in: target)
      return
    }
    let temporary = Paths.join(parent, temporaryName)
    for file in files {
      let path = Paths.join(temporary, file.name)
      try Directories.ensure(Paths.directory(of: path))
      try Files.create(path, file.bytes, mode: file.isExecutable ? 0o555 : 0o444)
    }
    do throws(SystemError) { try Files.rename(temporary, to: target) } catch {
      // Somebody else was quicker with the same content.
      try Directories.removeTree(temporary)
      guard Files.status(target) != nil else { throw error }
    }
  }

  /// Makes files anew that were edited or made executable through one of their links.
  private static func restore(_ files: [CodeFile], in directory: String) throws(SystemError) {
    for file in files {
      let path = Paths.join(directory, file.name)
      if Files.status(path)?.isExecutable == file.isExecutable, let bytes = try? Files.read(path),
        bytes == file.bytes
      {
        continue
      }
      try Directories.ensure(Paths.directory(of: path))
      try Files.replace(path, file.bytes, mode: file.isExecutable ? 0o555 : 0o444)
    }
  }

  /// Puts a file of the snapshot at a path where nothing is yet: linked, else copied.
  func place(_ file: CodeFile, at path: String) throws(SystemError) {
    guard let directory else { return }
    guard !copying else { return try copy(file, to: path) }
    do throws(SystemError) {
      try Files.hardLink(Paths.join(directory, file.name), to: path)
    } catch {
      guard error.endsLinks else { throw error }
      try copy(file, to: path)
    }
  }

  private func copy(_ file: CodeFile, to path: String) throws(SystemError) {
    try Files.create(path, file.bytes, mode: file.isExecutable ? 0o755 : 0o644)
  }

  /// Returns the snapshots in which no file has another link, without the one of this code.
  ///
  /// What is not named for its own content is somebody else's, and so is what a link leads to.
  static func unused(below campaign: String, keeping files: [CodeFile]) -> [String] {
    let parent = CodeSnapshot.place(below: campaign)
    let current = fingerprint(of: files)
    guard !Files.isLink(parent) else { return [] }
    let names = ((try? Directories.names(in: parent)) ?? []).filter {
      $0 != current && $0.utf8.count == current.utf8.count
    }
    return names.filter { isUnused(Paths.join(parent, $0), name: $0) }
      .map { Paths.join(parent, $0) }
  }

  private static func isUnused(_ path: String, name: String) -> Bool {
    guard !Files.isLink(path), let entries = try? DirectoryTree.entries(below: path) else {
      return false
    }
    let files = entries.filter { $0.status.kind != .directory }
    guard files.allSatisfy({ $0.status.kind == .file && $0.status.links == 1 }) else {
      return false
    }
    let code = files.compactMap { file -> CodeFile? in
      let inner = Paths.join(path, file.name)
      guard let bytes = try? Files.read(inner) else { return nil }
      return CodeFile(
        name: file.name, path: inner, bytes: bytes, isExecutable: file.status.isExecutable)
    }
    return code.count == files.count && !code.isEmpty && fingerprint(of: code) == name
  }

  /// One hash over all names and contents, in whatever order they are named.
  static func fingerprint(of files: [CodeFile]) -> String {
    var bytes: [UInt8] = []
    for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      bytes += "\(file.name)\0\(file.isExecutable)\0\(file.fingerprint.text)\n".utf8
    }
    return Fingerprint(bytes).text
  }
}
