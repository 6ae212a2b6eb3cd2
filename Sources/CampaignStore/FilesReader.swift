internal import EECore

/// Reads the files of an experiment where SQLite has them, as ``FilesText`` writes them.
///
/// - Cost: a tenth of what reading them as JSON of any shape does, which makes a value of each part.
struct FilesReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  /// Returns the files of a text; nil where it is written in another way.
  static func files(of text: UnsafeBufferPointer<UInt8>) -> [CampaignStore.FileRecord]? {
    var reader = FilesReader(bytes: text)
    return reader.files()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func files() -> [CampaignStore.FileRecord]? {
    guard take("{") else { return nil }
    var files: [CampaignStore.FileRecord] = []
    if !take("}") {
      repeat {
        guard let file = file() else { return nil }
        files.append(file)
      } while take(",")
      guard take("}") else { return nil }
    }
    return place == bytes.count ? files : nil
  }

  private mutating func file() -> CampaignStore.FileRecord? {
    guard let name = string(), take(":"), take("["), let digits = string(),
      let fingerprint = Fingerprint(digits: digits), take(","), let size = number(), take(","),
      let modified = number()
    else { return nil }
    var identity: CampaignStore.FileIdentity?
    var isExecutable: Bool?
    if take(",") {
      guard let inode = number(), inode >= 0, take(","), let later = number() else { return nil }
      identity = CampaignStore.FileIdentity(
        inode: UInt64(inode), changed: Int64(modified) &+ Int64(later))
      if take(",") {
        guard let mark = number() else { return nil }
        isExecutable = mark == 1
      }
    }
    guard take("]") else { return nil }
    return CampaignStore.FileRecord(
      name: String(decoding: name, as: UTF8.self), fingerprint: fingerprint, size: size,
      modified: Int64(modified), identity: identity, isExecutable: isExecutable)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// Reads a string in which every character stands for itself.
  private mutating func string() -> UnsafeBufferPointer<UInt8>? {
    guard take("\"") else { return nil }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      let byte = bytes[place]
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    let end = place
    return take("\"") ? UnsafeBufferPointer(rebasing: bytes[start..<end]) : nil
  }

  /// Reads a whole number of at most 19 digits, as many as nanoseconds since 1970 have.
  private mutating func number() -> Int? {
    let isNegative = take("-")
    let start = place
    var value: UInt64 = 0
    while place < bytes.count, place - start < 19 {
      let digit = bytes[place] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value * 10 + UInt64(digit)
      place += 1
    }
    guard place > start, let number = Int(exactly: value) else { return nil }
    return isNegative ? -number : number
  }
}
