internal import EECore
internal import HostIO

/// The files that go to a host before jobs start there: their scripts, and what they need.
///
/// What has arrived and has not changed since is not sent again.
final class RemoteStaging {
  /// What tells a file from a later one at the same place.
  struct Stamp: Hashable {
    let path: String
    let status: Files.Status
  }

  /// Where the wrapper is kept, below the root.
  private static let wrapper = ".cms/wrapper.sh"

  /// By name, what has arrived.
  private var arrived: [String: Stamp] = [:]
  /// What is under way, and counts when the round has ended.
  private var sent: [String: Stamp] = [:]
  private var hasWrapper = false
  private var isWrapperThere = false
  private let prologue: String?

  init(prologue: String?) { self.prologue = prologue }

  /// Why a job cannot be sent; nil where nothing is known against it.
  static func problem(of job: RemoteJob) -> SystemError? {
    let places = [job.attempt, job.directory] + job.inputs.map(\.name) + job.outputs.patterns
    if let place = places.first(where: { !isPlace($0) }) {
      return SystemError("cannot use as a place below the host's directory", place, code: 22)
    }
    return job.inputs.first { Files.status($0.path) == nil }
      .map { SystemError("cannot send", $0.path, code: 2) }
  }

  /// Whether a path stays below where it begins, and can be written in a line.
  static func isPlace(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.utf8.contains { $0 == 9 || $0 == 10 || $0 == 0 }
      && !path.split(separator: "/").contains("..")
  }

  /// Begins a round.
  func begin() {
    sent = [:]
    hasWrapper = isWrapperThere
  }

  /// Adds what a job needs.
  func add(_ submission: Submission, _ job: RemoteJob, to archive: TarWriter) throws(SystemError) {
    if !hasWrapper {
      try archive.add(Array(Wrapper.text.utf8), as: Self.wrapper)
      hasWrapper = true
    }
    for input in job.inputs { try add(input.path, as: input.name, to: archive) }
    try archive.add(directory: job.attempt, mode: 0o700)
    try archive.add(
      JobScript.text(submission, job, prologue: prologue), as: "\(job.attempt)/job.sh",
      mode: 0o600)
  }

  /// The files of the round have arrived.
  func confirm() {
    isWrapperThere = hasWrapper
    arrived.merge(sent) { $1 }
  }

  /// A file came from there.
  func note(_ path: String, isAt name: String) { arrived[name] = Stamp(path) }

  private func add(
    _ path: String, as name: String, to archive: TarWriter
  ) throws(SystemError) {
    guard let stamp = Stamp(path) else { throw SystemError("cannot send", path, code: 2) }
    if stamp.status.kind == .directory { return try add(directory: path, as: name, to: archive) }
    guard arrived[name] != stamp, sent[name] != stamp else { return }
    try archive.add(file: path, as: name)
    sent[name] = stamp
  }

  /// Links that lead to something in the same directory stay links; others become what they lead to.
  private func add(
    directory: String, as name: String, to archive: TarWriter
  ) throws(SystemError) {
    // A member of several jobs is looked through once a round.
    guard let stamp = Stamp(directory), sent[name] != stamp else { return }
    if arrived[name] == nil { try archive.add(directory: name) }
    sent[name] = stamp
    for member in try Directories.names(in: directory) {
      let path = Paths.join(directory, "./\(member)")
      let place = "\(name)/\(member)"
      if let target = Files.target(ofLink: path), staysLink(target, path, in: directory) {
        try archive.add(linkTo: target, as: place)
      } else if Files.status(path) != nil {
        try add(path, as: place, to: archive)
      }
    }
  }

  /// One that leads upwards would be followed for ever.
  private func staysLink(_ target: String, _ path: String, in directory: String) -> Bool {
    if Self.isPlace(target) { return true }
    let above = Paths.real(path)
    let here = Paths.real(directory)
    return here == above || above == "/" || here.hasPrefix("\(above)/")
  }
}

extension RemoteStaging.Stamp {
  init?(_ path: String) {
    guard let status = Files.status(path) else { return nil }
    self.init(path: path, status: status)
  }
}
