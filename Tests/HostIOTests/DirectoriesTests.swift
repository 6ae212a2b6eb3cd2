import HostIO
import TestSupport
import Testing

@Suite struct DirectoriesTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  @Test func `missing parents are made, again and again`() throws {
    try Directories.ensure(place.at("a/b/c"))
    try Directories.ensure(place.at("a/b/c"))
    #expect(try place.names("a/b") == ["c"])
    let again = #expect(throws: SystemError.self) { try Directories.create(place.at("a")) }
    #expect(again?.isExisting == true)
  }

  @Test func `a file in the way is reported`() throws {
    try place.write("a", "")
    #expect(throws: SystemError.self) { try Directories.ensure(place.at("a")) }
    #expect(throws: SystemError.self) { try Directories.ensure(place.at("a/b")) }
  }

  @Test func `many may make the same directory at once`() async throws {
    let path = place.at("x/y/z")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<16 { group.addTask { try Directories.ensure(path) } }
      try await group.waitForAll()
    }
    #expect(Files.status(path)?.kind == .directory)
  }

  @Test func `a tree is removed with its links, not with what they lead to`() throws {
    try place.write("tree/a/b", "x")
    try place.write("kept/c", "y")
    try Files.symbolicLink(place.at("kept"), at: place.at("tree/link"))
    try Directories.removeTree(place.at("tree"))
    #expect(try place.names() == ["kept"])
    #expect(try place.text("kept/c") == "y")
  }

  @Test func `names are sorted and hold any bytes that are text`() throws {
    for name in ["b", "a", ".c", "é", "a b"] { try place.write(name, "") }
    #expect(try place.names() == [".c", "a", "a b", "b", "é"])
  }

  @Test func `a file system folds case where the other spelling is the same directory`() throws {
    let place = try TemporaryDirectory()
    try Directories.create(place.at("study"))
    #expect(!Directories.foldsCase(place.at("study/experiments")))
    // A link stands for what such a file system does.
    _ = try Spawn.output(of: ["ln", "-s", "study", place.at("STUDY")])
    #expect(Directories.foldsCase(place.at("study/experiments")))
  }
}
