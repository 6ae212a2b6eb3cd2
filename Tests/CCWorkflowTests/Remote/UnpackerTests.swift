import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Archives as they are written, read, and put where they belong.
@Suite struct UnpackerTests {
  private let place: TemporaryDirectory
  private let file: ScratchFile

  init() throws {
    place = try TemporaryDirectory()
    file = try ScratchFile()
  }

  private func unpacker(skew: Int64 = 0) -> Unpacker {
    Unpacker(
      file.path,
      into: [
        Unpacker.Place(name: "w", path: place.at("work"), isAttempt: false),
        Unpacker.Place(name: "w/.cms/1", path: place.at("attempt"), isAttempt: true),
      ], skew: skew)
  }

  @Test func `each file lands where it belongs, with its time`() throws {
    let archive = TarWriter(to: file)
    try archive.add([65], as: "./w/.cms/1/log", modified: 5_000_000_000)
    try archive.add([66], as: "w/.cms/1/job.sh")
    try archive.add([67], as: "w/a/b", modified: 6_000_000_000)
    try archive.add([68], as: "elsewhere/c")
    try archive.finish()
    var unpacker = unpacker(skew: 3_000_000_000)
    try unpacker.unpack(from: 0)
    #expect(unpacker.failures.isEmpty)
    #expect(try place.text("attempt/log") == "A")
    #expect(Files.status(place.at("attempt/log"))?.modified == 8_000_000_000)
    #expect(try place.text("work/a/b") == "C")
    #expect(Files.status(place.at("work/a/b"))?.modified == 6_000_000_000)
    #expect(try place.names() == ["attempt", "work"])
    #expect(try place.names("attempt") == ["log"])
    #expect(try place.names("work") == ["a"])
  }

  @Test func `nothing is written outside, through names or through links`() throws {
    let archive = TarWriter(to: file)
    try archive.add([65], as: "w/../out")
    try archive.add([65], as: place.at("out"))
    try archive.add(linkTo: place.path, as: "w/up")
    try archive.add(linkTo: "..", as: "w/parent")
    try archive.add(linkTo: "deep/../../..", as: "w/d/parent")
    try archive.add(linkTo: "d", as: "w/inside")
    try archive.add([66], as: "w/up/out")
    try archive.add([67], as: "w/inside/file")
    try archive.finish()
    var unpacker = unpacker()
    try unpacker.unpack(from: 0)
    #expect(try place.names() == ["work"])
    #expect(try place.names("work") == ["inside", "up"])
    #expect(!Files.isLink(place.at("work/up")))
    #expect(try place.text("work/up/out") == "B")
    #expect(!Files.isLink(place.at("work/inside")))
  }

  @Test func `an archive that is cut off is none`() throws {
    let whole = TarWriter(to: file)
    try whole.add([UInt8](repeating: 7, count: 3000), as: "w/file")
    try whole.finish()
    for count in [0, 511, 512, 2000] {
      let part = try ScratchFile()
      try part.append(try Files.part(of: file.path, at: 0, count: count))
      var unpacker = Unpacker(
        part.path, into: [Unpacker.Place(name: "w", path: place.at("x"), isAttempt: false)],
        skew: 0)
      #expect(throws: SystemError.self) { try unpacker.unpack(from: 0) }
      #expect(!place.exists("x/file"))
    }
  }

  @Test(arguments: ["gnu", "pax", "ustar", "posix"])
  func `what tar wrote is read`(format: String) throws {
    let long = "w/" + String(repeating: "d23456789/", count: format == "ustar" ? 9 : 30) + "ü"
    try place.write("from/\(long)", "long", mode: 0o755)
    try Files.symbolicLink("ü", at: place.at("from/\(long)-link"))
    try Files.hardLink(place.at("from/\(long)"), to: place.at("from/\(long)-same"))
    let said = try Spawn.output(
      of: ["tar", "--format=\(format)", "-C", place.at("from"), "-cf", "-", "--", "w"])
    #expect(said.code == 0)
    try file.append(said.output)
    var unpacker = unpacker()
    try unpacker.unpack(from: 0)
    let name = long.dropFirst(2)
    #expect(try place.text("work/\(name)") == "long")
    #expect(try place.text("work/\(name)-same") == "long")
    #expect(Files.target(ofLink: place.at("work/\(name)-link")) == "ü")
    #expect(Files.status(place.at("work/\(name)"))?.isExecutable == true)
  }

  @Test func `tar reads what is written here`() throws {
    let long = String(repeating: "d23456789/", count: 30)
    try place.write("source", "abc", mode: 0o755)
    let archive = TarWriter(to: file)
    try archive.add(directory: "empty dir", mode: 0o700)
    try archive.add(file: place.at("source"), as: "\(long)ü")
    try archive.add(linkTo: "\(long)ü", as: "link")
    try archive.finish()
    try Directories.ensure(place.at("to"))
    let said = try Spawn.output(
      of: ["tar", "-C", place.at("to"), "-xof", "-"], input: try Files.read(file.path))
    #expect(said.code == 0)
    #expect(try place.text("to/link") == "abc")
    #expect(Files.status(place.at("to/\(long)ü"))?.isExecutable == true)
    #expect(try place.names("to") == ["d23456789", "empty dir", "link"])
  }
}
