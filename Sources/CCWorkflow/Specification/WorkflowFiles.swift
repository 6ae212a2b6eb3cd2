internal import HostIO

/// What stands beside a workflow file, asked of the disk once for all nodes.
final class WorkflowFiles {
  /// The workflow file's directory.
  let directory: String
  private var names: Set<String>?
  private var known: [String: Bool] = [:]
  private(set) lazy var hostName = Environment.hostName()

  init(directory: String) { self.directory = directory }

  /// Whether a name of the directory is that of a file.
  func isBeside(_ name: String) -> Bool {
    if names == nil { names = Set((try? Directories.names(in: directory)) ?? []) }
    // A name with a slash is in a directory below, which was not listed.
    guard names?.contains(name) == true || name.contains("/") else { return false }
    return isFile(Paths.join(directory, name))
  }

  func isFile(_ path: String) -> Bool {
    if let known = known[path] { return known }
    let isFile = Files.status(path)?.kind == .file
    known[path] = isFile
    return isFile
  }
}
