import HostIO
import TestSupport
import Testing

/// One holder of a directory at a time, as long as any process keeps the claim.
@Suite struct DirectoryClaimTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  @Test func `a directory is claimed once at a time`() throws {
    var first = try DirectoryClaim(place.path)
    #expect(first != nil)
    #expect(try DirectoryClaim(place.path) == nil)
    first = nil
    #expect(try DirectoryClaim(place.path) != nil)
    #expect(try place.names() == [])
  }

  @Test func `a child that inherits the claim keeps it to its end`() throws {
    var claim = try DirectoryClaim(place.path)
    let pipe = try Pipe()
    let request = Spawn.Request(
      ["/bin/sh", "-c", "while ! test -e go; do sleep 0.01; done"],
      environment: ["PATH": "/usr/bin:/bin"], directory: place.path, output: nil)
    let child = try Spawn.detached(request, signal: pipe.writing, claim: claim)
    claim = nil
    #expect(try DirectoryClaim(place.path) == nil)
    try place.write("go", "")
    #expect(ChildProcess.wait(child).code == 0)
    #expect(try DirectoryClaim(place.path) != nil)
  }

  @Test func `a directory that is not there is an error`() {
    #expect(throws: SystemError.self) { try DirectoryClaim(place.at("no")) }
  }
}
