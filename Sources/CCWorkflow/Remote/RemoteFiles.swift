internal import HostIO

/// An answer that consists of files: an archive between the lines that carry the request's number.
struct RemoteFiles {
  /// How much a host may print before it answers.
  private static let noise = 1 << 20
  private static let longestEnd = 128

  let host: RemoteAnswer.Host
  /// Where the archive begins.
  let offset: Int

  /// Looks into a file; nil where the beginning or the end of the answer is missing.
  init?(_ file: ScratchFile, nonce: String) throws(SystemError) {
    let size = Files.status(file.path)?.size ?? 0
    let end = try Files.part(
      of: file.path, at: max(0, size - Self.longestEnd), count: Self.longestEnd)
    guard
      end.split(separator: UInt8(ascii: "\n")).contains(where: {
        $0.starts(with: "\(nonce) end ".utf8)
      })
    else { return nil }
    let start = try Files.start(of: file.path, count: min(size, Self.noise))
    var place = 0
    var found: (RemoteAnswer.Host, Int)?
    while found == nil, let feed = start[place...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: start[place..<feed], as: UTF8.self)
      place = feed + 1
      found = RemoteAnswer.Host(line, nonce: nonce).map { ($0, place) }
    }
    guard let found else { return nil }
    (host, offset) = found
  }
}
