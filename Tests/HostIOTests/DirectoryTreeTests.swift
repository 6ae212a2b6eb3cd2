import HostIO
import TestSupport
import Testing

@Suite struct DirectoryTreeTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    try place.write("a/b/deep", "1234")
    try place.write("a/top", "12")
  }

  @Test func `a directory stands before what it holds`() throws {
    let entries = try DirectoryTree.entries(below: place.at("a"))
    #expect(entries.map(\.name) == ["b", "b/deep", "top"])
    #expect(entries.map(\.status.kind) == [.directory, .file, .file])
    #expect(DirectoryTree.size(of: place.at("a")) == 6)
  }

  @Test func `links are not followed and have no size`() throws {
    try Files.symbolicLink(place.at("a"), at: place.at("a/loop"))
    try Files.symbolicLink("nowhere", at: place.at("a/lost"))
    let entries = try DirectoryTree.entries(below: place.at("a"))
    #expect(entries.map(\.name) == ["b", "b/deep", "loop", "lost", "top"])
    #expect(entries.count { $0.status.kind == .other } == 2)
    #expect(DirectoryTree.size(of: place.at("a")) == 6)
  }

  @Test func `what is not there has no size`() {
    #expect(DirectoryTree.size(of: place.at("nothing")) == 0)
  }
}

@Suite struct NewFileTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  @Test func `it is there once it is finished, whole`() throws {
    try place.write("list", "old")
    let file = try NewFile(place.at("list"))
    try file.append(Array("ne".utf8))
    #expect(try place.text("list") == "old")
    try file.append(Array("w".utf8))
    try file.finish()
    #expect(try place.text("list") == "new")
    #expect(try place.names() == ["list"])
  }

  @Test func `one that is never finished leaves nothing`() throws {
    do {
      let file = try NewFile(place.at("list"))
      try file.append([1])
    }
    #expect(try place.names() == [])
  }

  @Test func `the start of a file is as much as there is`() throws {
    try place.write("list", "abc")
    #expect(try Files.start(of: place.at("list"), count: 2) == Array("ab".utf8))
    #expect(try Files.start(of: place.at("list"), count: 9) == Array("abc".utf8))
  }
}
