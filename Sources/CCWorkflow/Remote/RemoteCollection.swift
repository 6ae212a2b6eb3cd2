internal import HostIO

/// What is still to be brought back of an attempt that has ended.
struct RemoteCollection {
  /// What stays on the host although it might have been wanted.
  struct Leaving: Hashable {
    let name: String
    let reason: String
  }

  private static let mostNamed = 10

  /// By name.
  private(set) var wanted: [String: RemoteFile] = [:]
  private(set) var leavings: [Leaving] = []
  /// Why something could not be brought here; the first of all reasons.
  private(set) var problem: String?
  /// Files of which the last piece came in an orderly way, so that the next one follows it.
  var orderly: Set<String> = []

  init(problem: String? = nil) { self.problem = problem }

  /// Decides about all that a host has listed.
  init(_ files: [RemoteFile], of job: RemoteJob, in directory: String) {
    let staged = Set(job.inputs.map { RemoteFile.plain($0.name) })
    let above = RemoteFile.plain(job.directory)
    var total = 0
    // The small ones first: of the bound as many files as possible come.
    for file in files.sorted(by: { ($0.size, $0.name) < ($1.size, $1.name) }) {
      guard Self.isPlace(file.name), !file.name.hasSuffix(".cms-new"), !job.outputs.excludes(file.name) else { continue }
      guard file.isNamed else {
        leave(file, "its name is no UTF-8")
        continue
      }
      let path = Paths.join(directory, "./\(file.name)")
      let isStaged = Self.isStaged("\(above)/\(file.name)", among: staged)
      switch file.kind {
      case .other: continue
      case .directory:
        do throws(SystemError) { try Directories.ensure(path) } catch { note("\(error)") }
      case .link: if !isStaged || !job.outputs.takesAll { wanted[file.name] = file }
      case .file:
        let status = Files.status(path)
        if let status, Self.isSame(status, file, isStaged: isStaged) { continue }
        if isStaged, job.outputs.takesAll, let status,
          WallClock.text(status.changed) > job.submitted
        {
          leave(file, "it was changed here as well")
          continue
        }
        if job.outputs.takesAll, wanted[file.name] == nil {
          guard file.size <= OutputChoice.mostOfFile else {
            leave(file, ByteCount.text(file.size))
            continue
          }
          guard total + file.size <= OutputChoice.mostOfJob else {
            leave(file, "\(ByteCount.text(file.size)), beyond the bound of the job")
            continue
          }
          total += file.size
        }
        wanted[file.name] = file
      }
    }
  }

  /// Whether a name stays below where it begins.
  private static func isPlace(_ name: String) -> Bool {
    !name.isEmpty && !name.split(separator: "/").contains("..")
  }

  /// Whether a file, or a directory above it, was sent there.
  private static func isStaged(_ name: String, among inputs: Set<String>) -> Bool {
    let parts = name.split(separator: "/")
    return parts.indices.contains { inputs.contains(parts[...$0].joined(separator: "/")) }
  }

  /// Whether a file here is that of the host. What is sent there keeps its time in whole seconds.
  private static func isSame(
    _ status: Files.Status, _ file: RemoteFile, isStaged: Bool
  ) -> Bool {
    guard status.kind == .file, status.size == file.size else { return false }
    if file.hasExactTime { return status.modified == file.modified }
    return isStaged && status.modified / 1_000_000_000 == file.modified / 1_000_000_000
  }

  private mutating func leave(_ file: RemoteFile, _ reason: String) {
    leave(file.name, reason)
  }

  /// Leaves a file on the host.
  mutating func leave(_ name: String, _ reason: String) {
    wanted[name] = nil
    leavings.append(Leaving(name: name, reason: reason))
  }

  /// A file is here.
  mutating func take(_ name: String) {
    wanted[name] = nil
    orderly.remove(name)
  }

  /// Keeps the first reason why something is not here.
  mutating func note(_ problem: String) { self.problem = self.problem ?? problem }

  /// Names what was left, and where; nil where nothing was.
  func text(of host: String, _ place: String) -> String? {
    guard !leavings.isEmpty else { return nil }
    let names = leavings.prefix(Self.mostNamed).map { "'\($0.name)' (\($0.reason))" }
    let more = leavings.count - names.count
    let rest = more > 0 ? " and \(more) more" : ""
    return "left on '\(host)' in '\(place)': \(names.joined(separator: ", "))\(rest)"
  }
}
