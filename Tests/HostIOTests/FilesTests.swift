import HostIO
import TestSupport
import Testing

@Suite struct FilesTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  @Test func `a claim goes to exactly one of many, and is never seen empty`() async throws {
    let path = place.at("claim")
    let winners: [String] = try await withThrowingTaskGroup(of: String?.self) { group in
      for number in 0..<16 {
        group.addTask { try Files.claim(path, Array("\(number)".utf8)) ? "\(number)" : nil }
      }
      return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
    }
    #expect(winners.count == 1)
    #expect(try place.text("claim") == winners.first)
    #expect(try place.names() == ["claim"])
  }

  @Test func `readers of a file that is replaced see one version or the other`() async throws {
    let path = place.at("file")
    let versions = [UInt8(ascii: "a"), UInt8(ascii: "b")].map {
      [UInt8](repeating: $0, count: 300_000)
    }
    try Files.create(path, versions[0])
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for turn in 0..<100 { try Files.replace(path, versions[turn % 2]) } }
      group.addTask {
        for _ in 0..<100 {
          let bytes = try Files.read(path)
          #expect(versions.contains(bytes))
        }
      }
      try await group.waitForAll()
    }
    #expect(try place.names() == ["file"])
  }

  @Test func `what exists is not created again`() throws {
    try place.write("a", "old")
    let error = #expect(throws: SystemError.self) { try Files.create(place.at("a"), []) }
    #expect(error?.isExisting == true)
    #expect(error?.description == "cannot open '\(place.at("a"))': File exists")
    #expect(try place.text("a") == "old")
  }

  @Test func `a file is read in parts from an offset on`() throws {
    let bytes = (0..<400_000).map { UInt8(truncatingIfNeeded: $0) }
    try place.write("a", bytes)
    var read: [UInt8] = []
    let end = try Files.read(place.at("a"), from: 1000) { read.append(contentsOf: $0) }
    #expect(end == bytes.count)
    #expect(read == Array(bytes[1000...]))
    #expect(try Files.read(place.at("a"), from: 500_000) { _ in } == 500_000)
  }

  @Test func `devices and pipes can be read as well`() throws {
    #expect(try Files.read("/dev/null") == [])
    #expect(try !Files.read("/proc/self/stat").isEmpty)
  }

  @Test func `what cannot be read says why`() {
    let missing = #expect(throws: SystemError.self) { try Files.read(place.at("no")) }
    #expect(missing?.isMissing == true)
    let directory = #expect(throws: SystemError.self) { try Files.read(place.path) }
    #expect(directory?.reason == "Is a directory")
  }

  @Test func `a symbolic link is made anew in place of one that is there`() throws {
    try place.write("a", "1")
    try place.write("b", "2")
    try Files.symbolicLink("a", at: place.at("link"))
    try Files.symbolicLink("b", at: place.at("link"))
    #expect(try place.text("link") == "2")
    #expect(try place.names() == ["a", "b", "link"])
  }

  @Test func `what a link says is read, and nothing else is a link`() throws {
    try place.write("a", "1")
    try Files.symbolicLink("no/where", at: place.at("link"))
    #expect(Files.target(ofLink: place.at("link")) == "no/where")
    #expect(Files.target(ofLink: place.at("a")) == nil)
    #expect(Files.target(ofLink: place.at("b")) == nil)
  }

  @Test func `status tells kinds apart and follows links`() throws {
    try place.write("a", "123", mode: 0o755)
    try Files.symbolicLink("a", at: place.at("link"))
    #expect(Files.status(place.at("link"))?.kind == .file)
    #expect(Files.status(place.at("link"))?.size == 3)
    #expect(Files.status(place.at("a"))?.isExecutable == true)
    #expect(Files.status(place.path)?.kind == .directory)
    #expect(Files.status("/dev/null")?.kind == .other)
    #expect(Files.status(place.at("no")) == nil)
  }

  @Test func `removing what is not there is fine`() throws {
    try Files.remove(place.at("no"))
  }
}
