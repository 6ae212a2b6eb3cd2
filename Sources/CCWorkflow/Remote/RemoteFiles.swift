internal import HostIO

/// An answer that holds files: what there is of them, pieces of large ones, an archive of others.
///
/// Shape: records that end with the number of the request, then lines that begin with it. Of an
/// answer that is cut off all counts that came, also the part of a piece.
struct RemoteFiles {
  /// What a host said of a directory.
  enum Listing {
    /// Also when the attempt began, in seconds by the same clock; nil where that is not known.
    case files([RemoteFile], began: Int64?)
    /// There is no such directory.
    case absent
    /// The host has not the programs that say it.
    case unknown
  }

  struct Piece: Hashable {
    let number: Int
    /// Where it begins in the file.
    let start: Int
    /// How many bytes of it are here.
    let count: Int
    /// How many bytes the whole file has.
    let size: Int
    /// Where they stand in the answer.
    let offset: Int
  }

  /// How much a host may print before it answers.
  private static let noise = 1 << 20
  private static let longestEnd = 128

  let host: RemoteAnswer.Host
  private(set) var listings: [String: Listing] = [:]
  private(set) var pieces: [Piece] = []
  /// Numbers of files that are not there any more.
  private(set) var gone: Set<Int> = []
  /// Where the archive begins; nil where the answer ends before it.
  private(set) var archive: Int?
  /// Whether nothing is cut off.
  let isWhole: Bool

  private let path: String
  private let mark: [UInt8]
  private let end: Int

  /// Looks into a file; nil where the beginning of the answer is missing.
  init?(_ file: ScratchFile, nonce: String) throws(SystemError) {
    path = file.path
    mark = Array(nonce.utf8)
    end = Files.status(path)?.size ?? 0
    let tail = try Files.part(
      of: path, at: max(0, end - Self.longestEnd), count: Self.longestEnd)
    isWhole = tail.split(separator: UInt8(ascii: "\n")).contains {
      $0.starts(with: "\(nonce) end ".utf8)
    }
    var text = MarkedText(path, from: 0)
    var found: RemoteAnswer.Host?
    while found == nil, text.offset < Self.noise,
      let line = try text.next(upTo: [UInt8(ascii: "\n")])
    {
      found = RemoteAnswer.Host(String(decoding: line, as: UTF8.self), nonce: nonce)
    }
    guard let found else { return nil }
    host = found
    try read(&text)
  }

  private mutating func read(_ text: inout MarkedText) throws(SystemError) {
    var files: [RemoteFile] = []
    while let record = try text.next(upTo: mark),
      let rest = try text.next(upTo: [UInt8(ascii: "\n")])
    {
      guard rest.isEmpty else {
        let words = String(decoding: rest, as: UTF8.self).split(separator: " ")
        guard try take(words, &text) else { return }
        continue
      }
      if let file = RemoteFile(record: record[...]) {
        files.append(file)
      } else {
        let fields = record.split(separator: UInt8(ascii: "\t"))
          .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 4, fields[0] == "e" else { continue }
        let isKnown = files.contains { $0.name.isEmpty }
        listings[fields[1]] =
          fields[2] != "yes" ? .absent : isKnown ? .files(files, began: Int64(fields[3])) : .unknown
        files = []
      }
    }
  }

  /// Takes a line of the answer, and what belongs to it.
  ///
  /// - Returns: whether more may follow.
  private mutating func take(
    _ words: [Substring], _ text: inout MarkedText
  ) throws(SystemError) -> Bool {
    let numbers = words.dropFirst().compactMap { Int($0) }
    switch (words.first, numbers.count) {
    case ("gone", 1): gone.insert(numbers[0])
    case ("archive", 0):
      archive = text.offset
      return false
    case ("piece", 4):
      let place = text.offset
      let count = min(numbers[2], end - place)
      guard numbers[1] >= 0, count >= 0, try isEnd(place + count, isCut: count < numbers[2])
      else { return false }
      pieces.append(
        Piece(
          number: numbers[0], start: numbers[1], count: count, size: numbers[3], offset: place))
      text.move(to: place + count)
    default: return false
    }
    return true
  }

  /// Whether a piece ends there; a file that became shorter while it was sent is no piece of it.
  private func isEnd(_ place: Int, isCut: Bool) throws(SystemError) -> Bool {
    guard !isCut else { return !isWhole }
    let expected = [UInt8(ascii: "\n")] + mark
    let found = try Files.part(of: path, at: place, count: expected.count)
    return found == expected || !isWhole && expected.starts(with: found)
  }
}
