import HostIO
import Testing

@Suite struct PathsTests {
  @Test(arguments: [
    ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("a", "/b", "/b"), ("", "b", "b"), (".", "b", "b"),
    ("a", "", "a"), ("a", ".", "a"), ("a", "../b", "a/../b"), ("/", "b", "/b"),
  ])
  func `a path is seen from a base`(base: String, path: String, expected: String) {
    #expect(Paths.join(base, path) == expected)
  }

  @Test func `a tilde is the home directory, at the beginning only`() throws {
    let home = try #require(Environment.value("HOME"))
    #expect(Paths.join("/a", "~/b") == home + "/b")
    #expect(Paths.join("/a", "~") == home)
    #expect(Paths.join("/a", "b~") == "/a/b~")
    #expect(Paths.join("/a", "~b") == "/a/~b")
  }

  @Test(arguments: [
    ("a/b", "a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/", "a/b", "b"), ("/", "/", "/"),
  ])
  func `a path is cut at its last slash`(path: String, directory: String, name: String) {
    #expect(Paths.directory(of: path) == directory)
    #expect(Paths.name(of: path) == name)
  }

  @Test(arguments: [
    ("/a/./b/../c", "/a/c"), ("/..", "/"), ("/a//b/", "/a/b"), ("/a/../../b", "/b"),
  ])
  func `an absolute path has no detours`(path: String, expected: String) {
    #expect(Paths.absolute(path) == expected)
  }

  @Test func `a relative path begins where this process is`() {
    #expect(Paths.absolute("x/../y") == Paths.join(Paths.currentDirectory(), "y"))
  }

  @Test(arguments: [
    ("/a/b/c", "/a/b", "c"), ("/a/b", "/a/b", "."), ("/a/b", "/a/c/d", "../../b"), ("/a", "/", "a"),
    ("/", "/a", ".."), ("/ab", "/a", "../ab"),
  ])
  func `an absolute path is seen from a directory`(path: String, base: String, expected: String) {
    #expect(Paths.relative(path, to: base) == expected)
  }
}
