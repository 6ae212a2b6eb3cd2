internal import HostIO

/// What a host said of itself, kept for the run: what jobs were given of it is known by it.
struct SurveyRecord {
  private let path: String

  /// `records` is where what is known of the host is kept.
  init(_ records: String) { path = Paths.join(records, "survey") }

  func read() -> HostSurvey? {
    guard let bytes = try? Files.read(path) else { return nil }
    let nonce = bytes.prefix { $0 != UInt8(ascii: "\n") }
    return HostSurvey(bytes, nonce: String(decoding: nonce, as: UTF8.self))
  }

  /// Keeps what was printed, and the number that it stands between.
  func write(_ said: [UInt8], nonce: String) throws(SystemError) {
    try Directories.ensure(Paths.directory(of: path))
    try Files.replace(path, Array("\(nonce)\n".utf8) + said)
  }
}
