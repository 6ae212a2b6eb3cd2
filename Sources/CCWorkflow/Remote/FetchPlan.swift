internal import HostIO

/// What is asked for in one command that brings back what jobs have left.
struct FetchPlan {
  /// From this size on a file comes in pieces: what came of it counts although the connection is cut.
  static let largeSize = 1 << 18
  /// Bytes that are asked for at once.
  static let usualBytes = 256 << 20
  /// Files that are asked for in an archive at once, and bytes of their names.
  private static let mostFiles = 1000
  private static let mostText = 256 << 10

  /// A file that is asked for.
  struct Asked {
    let ticket: Int
    let file: RemoteFile
    /// What is sent of it; nil for a file in the archive.
    let piece: RemotePiece?
    /// Whether what is here of it stands under its own name.
    var isWhole = false
  }

  let mostBytes: Int
  private(set) var lines: [RemoteRequest.Line] = []
  /// Jobs of which is to be said what they have left.
  private(set) var listed: [Int] = []
  /// Jobs of which nothing is missing after this.
  private(set) var finishing: [Int] = []
  private(set) var asked: [Asked] = []
  /// Bytes that may come.
  private(set) var bytes = 0
  private var files = 0
  private var text = 0

  init(mostBytes: Int) { self.mostBytes = mostBytes }

  /// Adds what is to be asked of a job, as far as there is room.
  mutating func add(_ ticket: Int, _ job: RemoteBackend.Job) throws(SystemError) {
    let remote = job.remote
    guard let collection = job.collection else {
      listed.append(ticket)
      let patterns = remote.outputs.takesAll ? [] : remote.outputs.patterns
      lines.append(
        .list(directory: remote.directory, attempt: remote.attempt, patterns: patterns))
      return
    }
    var isAll = true
    for file in collection.wanted.values.sorted(by: { $0.name < $1.name }) {
      let name = "\(remote.directory)/\(file.name)"
      let isLarge = file.kind == .file && file.size >= Self.largeSize
      guard isLarge ? bytes < mostBytes : files < Self.mostFiles && text < Self.mostText
      else {
        isAll = false
        continue
      }
      if isLarge {
        let limit = mostBytes - bytes
        let (piece, isWhole) = try Self.piece(asked.count, name, file, job, collection)
        lines.append(.piece(piece, limit: limit))
        // Where the beginning is another one there, all of it comes.
        bytes += min(limit, file.size)
        isAll = isAll && file.size <= limit
        asked.append(Asked(ticket: ticket, file: file, piece: piece, isWhole: isWhole))
      } else {
        lines.append(.file(name))
        files += 1
        text += name.utf8.count
        bytes += file.size
        asked.append(Asked(ticket: ticket, file: file, piece: nil))
      }
    }
    guard isAll else { return }
    lines.append(.fetch(remote.attempt))
    finishing.append(ticket)
  }

  /// Asks for what is missing of a large file; says whether what is here of it has its name already.
  private static func piece(
    _ number: Int, _ name: String, _ file: RemoteFile, _ job: RemoteBackend.Job,
    _ collection: RemoteCollection
  ) throws(SystemError) -> (RemotePiece, isWhole: Bool) {
    var piece = RemotePiece(number: number, name: name)
    let partial = job.partial(file)
    piece.count = partial.count
    if piece.count > 0 {
      // Behind a cut it is made sure of that this is its beginning.
      if collection.orderly.contains(file.name) {
        piece.token = file.token
      } else {
        piece.sum = try partial.sum()
      }
    } else if let status = Files.status(partial.path), status.kind == .file,
      (largeSize...file.size).contains(status.size),
      let sum = try? CheckSum.of(partial.path, count: status.size)
    {
      // It may have come before, or have grown since.
      piece.count = status.size
      piece.sum = sum
      return (piece, true)
    }
    return (piece, false)
  }
}

extension RemoteBackend.Job {
  /// Returns a file that the job left, as it comes here.
  func partial(_ file: RemoteFile) -> PartialFile {
    PartialFile(
      Paths.join(submission.workingDirectory, "./\(file.name)"),
      origin: "\(remote.directory)/\(file.name)")
  }
}
