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
  /// Large files that the host was asked about, or is about to be.
  private var asked: [String: Stamp] = [:]
  /// What the host has of large files, until it is sent more.
  private var found: [String: (sum: RemoteAnswer.Sum, size: Int)] = [:]
  /// Where large files are that have arrived.
  private var places: [Stamp: String] = [:]
  /// Where those of the round are that are under way.
  private var underWay: [Stamp: String] = [:]
  /// Bytes that the host may have to copy in the round.
  private(set) var copied = 0
  /// What is to be done with the files of the round before anything starts.
  private(set) var joins: [RemoteRequest.Line] = []
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
    underWay = [:]
    joins = []
    copied = 0
    hasWrapper = isWrapperThere
  }

  /// Adds what a job needs.
  func add(_ submission: Submission, _ job: RemoteJob, to archive: TarWriter) throws(SystemError) {
    if !hasWrapper {
      try archive.add(Array(Wrapper.text.utf8), as: Self.wrapper)
      try archive.add(Array(FactsScript.text.utf8), as: JobScript.factsPath)
      hasWrapper = true
    }
    for input in job.inputs { try add(input.path, as: input.name, to: archive) }
    try archive.add(directory: job.attempt, mode: 0o700)
    try archive.add(
      JobScript.text(submission, job, prologue: prologue), as: "\(job.attempt)/job.sh",
      mode: 0o600)
  }

  /// Returns what is to be asked before the files of a job are sent: of large ones, what is there.
  func questions(_ job: RemoteJob) throws(SystemError) -> [RemoteRequest.Line] {
    var files: [(path: String, name: String)] = []
    for input in job.inputs { try list(input.path, input.name, &files) }
    var lines: [RemoteRequest.Line] = []
    for (path, name) in files {
      guard let stamp = Stamp(path), Self.isLarge(stamp), arrived[name] != stamp,
        found[name] == nil || asked[name] != stamp
      else { continue }
      asked[name] = stamp
      if let place = places[stamp], place != name {
        let seconds = stamp.status.modified / 1_000_000_000
        copied += stamp.status.size
        lines.append(
          .copy(from: place, to: name, size: stamp.status.size, seconds: seconds))
      } else {
        lines.append(.sum(name))
      }
    }
    return lines
  }

  /// Takes what a host has of large files.
  func take(_ answer: RemoteAnswer) {
    for (name, sum, size) in answer.sums {
      guard let stamp = asked[name] else { continue }
      found[name] = (sum, size)
      guard size == stamp.status.size else { continue }
      if case .some(let there) = sum {
        guard let here = try? CheckSum.of(stamp.path, count: size), here == there else { continue }
      } else if sum == .none {
        continue
      }
      found[name] = nil
      arrived[name] = stamp
      places[stamp] = name
    }
  }

  /// Files of which it pays to ask whether they are there.
  private static func isLarge(_ stamp: Stamp) -> Bool {
    stamp.status.kind == .file && stamp.status.size >= FetchPlan.largeSize
  }

  private func list(
    _ path: String, _ name: String, _ files: inout [(path: String, name: String)]
  ) throws(SystemError) {
    guard Files.status(path)?.kind == .directory else { return files.append((path, name)) }
    for member in try Directories.names(in: path) where Self.isPlace(member) {
      let inner = Paths.join(path, "./\(member)")
      if let target = Files.target(ofLink: inner), staysLink(target, inner, in: path) { continue }
      try list(inner, "\(name)/\(member)", &files)
    }
  }

  /// The files of the round have arrived.
  func confirm() {
    isWrapperThere = hasWrapper
    arrived.merge(sent) { $1 }
    for (name, stamp) in sent where Self.isLarge(stamp) { places[stamp] = name }
  }

  /// A file came from there.
  func note(_ path: String, isAt name: String) { arrived[name] = Stamp(path) }

  private func add(
    _ path: String, as name: String, to archive: TarWriter
  ) throws(SystemError) {
    guard let stamp = Stamp(path) else { throw SystemError("cannot send", path, code: 2) }
    if stamp.status.kind == .directory { return try add(directory: path, as: name, to: archive) }
    guard arrived[name] != stamp, sent[name] != stamp else { return }
    sent[name] = stamp
    guard Self.isLarge(stamp), Self.isPlace(name) else {
      return try archive.add(file: path, as: name)
    }
    let here = found.removeValue(forKey: name)
    if let place = underWay[stamp] {
      joins.append(.share(from: place, to: name))
      copied += stamp.status.size
      return
    }
    underWay[stamp] = name
    guard let here, case .some(let sum) = here.sum, (1..<stamp.status.size).contains(here.size),
      try CheckSum.of(path, count: here.size) == sum
    else { return try archive.add(file: path, as: name) }
    try archive.add(file: path, from: here.size, as: "\(name).cms-rest")
    joins.append(.append(name))
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
