internal import HostIO

/// What is still to be brought back of an attempt that has ended.
struct RemoteCollection {
  /// What stays on the host although it might have been wanted.
  struct Leaving: Hashable {
    let name: String
    let reason: String
  }

  private static let mostNamed = 10
  /// Seconds by which times of a file server may differ.
  private static let skew: Int64 = 2

  /// By name.
  private(set) var wanted: [String: RemoteFile] = [:]
  private(set) var leavings: [Leaving] = []
  /// Why something could not be brought here; the first of all reasons.
  private(set) var problem: String?
  /// Files of which the last piece came in an orderly way, so that the next one follows it.
  private(set) var orderly: Set<String> = []
  /// Files that are not any more what was listed.
  private var changed: Set<String> = []

  init(problem: String? = nil) { self.problem = problem }

  /// Decides about all that a host has listed.
  ///
  /// What nobody has named counts only where it was made or changed since the job `began`.
  init(_ files: [RemoteFile], since began: Int64?, of job: RemoteJob, in directory: String) {
    let staged = Set(job.inputs.map { RemoteFile.plain($0.name) })
    let above = RemoteFile.plain(job.directory)
    let bound = job.outputs.takesAll ? (began ?? .min / 2) - Self.skew : .min
    var total = 0
    // The small ones first: of the bound as many files as possible come.
    for file in files.sorted(by: { ($0.size, $0.name) < ($1.size, $1.name) })
    where Self.isPlace(file.name) && !job.outputs.excludes(file.name) && file.changed >= bound {
      let path = Paths.join(directory, "./\(file.name)")
      let isStaged = Self.isStaged("\(above)/\(file.name)", among: staged)
      if !file.isNamed {
        leave(file.name, "its name is no UTF-8")
      } else if file.kind == .directory {
        do throws(SystemError) { try Directories.ensure(path) } catch { note("\(error)") }
      } else if file.kind == .link {
        if !isStaged || !job.outputs.takesAll { wanted[file.name] = file }
      } else if file.kind == .file, wanted[file.name] == nil {
        let status = Files.status(path)
        if let status, Self.isSame(status, file, isStaged: isStaged) { continue }
        if job.outputs.takesAll,
          let reason = Self.reason(toLeave: file, isStaged ? status : nil, job, total)
        {
          leave(file.name, reason)
          continue
        }
        total += file.size
        wanted[file.name] = file
      }
    }
  }

  /// Why a file that nobody has named stays on its host; `staged` is what was sent there.
  private static func reason(
    toLeave file: RemoteFile, _ staged: Files.Status?, _ job: RemoteJob, _ total: Int
  ) -> String? {
    if let staged, WallClock.text(staged.changed) > job.submitted {
      return "it was changed here as well"
    }
    let size = ByteCount.text(file.size)
    if file.size > OutputChoice.mostOfFile { return size }
    return total + file.size > OutputChoice.mostOfJob ? "\(size), beyond the bound of the job" : nil
  }

  /// Whether a name stays below where it begins, and is none of ours.
  private static func isPlace(_ name: String) -> Bool {
    !name.isEmpty && !name.hasSuffix(".cms-new") && !name.split(separator: "/").contains("..")
  }

  /// Whether a file, or a directory above it, was sent there.
  private static func isStaged(_ name: String, among inputs: Set<String>) -> Bool {
    let parts = name.split(separator: "/")
    return parts.indices.contains { inputs.contains(parts[...$0].joined(separator: "/")) }
  }

  /// Whether a file here is that of the host.
  ///
  /// What is sent there keeps its time in whole seconds.
  private static func isSame(
    _ status: Files.Status, _ file: RemoteFile, isStaged: Bool
  ) -> Bool {
    guard status.kind == .file, status.size == file.size else { return false }
    if file.hasExactTime { return status.modified == file.modified }
    return isStaged && status.modified / 1_000_000_000 == file.modified / 1_000_000_000
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

  /// A piece of a file has come, from its beginning although there was some of it: it is another one.
  mutating func noteChange(of name: String) {
    changed.insert(name)
    orderly.remove(name)
  }

  /// A piece of a file has come in an answer that was not cut.
  mutating func noteOrder(of name: String) {
    if !changed.contains(name) { orderly.insert(name) }
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
