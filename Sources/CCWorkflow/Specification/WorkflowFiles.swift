internal import HostIO

/// What stands beside a workflow file, asked of the disk once for all nodes.
final class WorkflowFiles {
  /// The workflow file's directory.
  let directory: String
  /// What may run of what stands there, by the name without its suffix.
  private lazy var suffixes: [String: [String]] = {
    var suffixes: [String: [String]] = [:]
    for name in (try? Directories.names(in: directory)) ?? [] {
      guard let suffix = Self.runnable.first(where: { name.hasSuffix(".\($0)") }) else { continue }
      suffixes[String(name.dropLast(suffix.count + 1)), default: []].append(suffix)
    }
    return suffixes
  }()
  private static let runnable = ["sh", "py", "ipynb"]
  private var known: [String: Bool] = [:]
  private(set) lazy var hostName = Environment.hostName()

  init(directory: String) { self.directory = directory }

  /// Returns the file beside the workflow that is named after a node, if there is one.
  func script(ofNode name: String) -> String? {
    guard let found = suffixes[name] else { return nil }
    return Self.runnable.filter(found.contains)
      .map { Paths.join(directory, "\(name).\($0)") }.first(where: isFile)
  }

  func isFile(_ path: String) -> Bool {
    if let known = known[path] { return known }
    let isFile = Files.status(path)?.kind == .file
    known[path] = isFile
    return isFile
  }
}
