internal import HostIO

/// In which boot of a host an earlier runner started jobs there, if any did.
///
/// It is on the disk before the first of them is started: after a restart of the host a record that
/// is not there may have been there.
struct RemoteBoot {
  private let path: String

  init(_ host: RemoteHost) { path = Paths.join(host.records, "boot") }

  func read() -> String? {
    (try? Files.read(path)).map { bytes in
      String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
  }

  func write(_ boot: String) throws(SystemError) {
    try Directories.ensure(Paths.directory(of: path))
    try Files.replace(path, Array("\(boot)\n".utf8))
    try Files.synchronise(path)
    try Files.synchronise(Paths.directory(of: path))
  }
}
