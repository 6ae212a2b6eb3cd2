internal import Glibc

/// All that is below a directory, links not followed.
package enum DirectoryTree {
  /// Something below a directory.
  package struct Entry: Hashable, Sendable {
    /// Its path as seen from the directory.
    package let name: String
    /// A symbolic link is of another kind than files and directories.
    package let status: Files.Status

    /// Whether it is one of some files, or a directory above one of them.
    package func isPart(of files: [String]) -> Bool {
      status.kind == .directory
        ? files.contains { $0.hasPrefix(name + "/") } : files.contains(name)
    }
  }

  /// Returns what is below a directory, each directory before what it holds.
  ///
  /// - Throws: ``SystemError`` where a directory cannot be listed.
  package static func entries(below path: String) throws(SystemError) -> [Entry] {
    var entries: [Entry] = []
    try add(path, prefix: "", to: &entries)
    return entries
  }

  private static func add(
    _ path: String, prefix: String, to entries: inout [Entry]
  ) throws(SystemError) {
    for name in try Directories.names(in: path) {
      let inner = Paths.join(path, name)
      var info = stat()
      // Gone since it was listed.
      guard lstat(inner, &info) == 0 else { continue }
      let status = Files.Status(info)
      entries.append(Entry(name: prefix + name, status: status))
      if status.kind == .directory { try add(inner, prefix: "\(prefix)\(name)/", to: &entries) }
    }
  }

  /// Returns the bytes of all files below a directory; what cannot be read counts nothing.
  package static func size(of path: String) -> Int {
    let entries = (try? entries(below: path)) ?? []
    return entries.reduce(0) { $0 + ($1.status.kind == .file ? $1.status.size : 0) }
  }
}
