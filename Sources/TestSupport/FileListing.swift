internal import HostIO

/// All that is in a directory at one moment, to see afterwards what was written.
struct FileListing {
  /// What stands at a path: a file's bytes, or nil for a directory.
  private var contents: [String: [UInt8]?] = [:]

  init(of directory: String) throws(SystemError) { try add(directory, prefix: "") }

  /// What another process removes meanwhile is not there.
  private mutating func add(_ directory: String, prefix: String) throws(SystemError) {
    for name in try Directories.names(in: directory) {
      let path = Paths.join(directory, name)
      switch Files.status(path)?.kind {
      case .directory:
        contents.updateValue(nil, forKey: prefix + name + "/")
        do { try add(path, prefix: prefix + name + "/") } catch  where Files.status(path) == nil {}
      case .file:
        do { contents[prefix + name] = try Files.read(path) } catch  where Files.status(path) == nil
        {}
      case .other, nil: contents[prefix + name] = []
      }
    }
  }

  /// Returns the paths that are new, changed or gone since an earlier listing, sorted.
  func changes(since before: FileListing) -> [String] {
    let paths = Set(contents.keys).union(before.contents.keys)
    return paths.filter { contents[$0] != before.contents[$0] }.sorted()
  }
}
