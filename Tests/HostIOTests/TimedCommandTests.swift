import HostIO
import TestSupport
import Testing

/// Programs that may hang.
@Suite struct TimedCommandTests {
  @Test func `what is printed on both streams comes back with the exit code`() throws {
    let said = try #require(
      try TimedCommand.output(
        of: ["/bin/sh", "-c", "echo out; echo err >&2; cat; exit 3"], within: 30_000))
    #expect(said.code == 3)
    #expect(String(decoding: said.output, as: UTF8.self) == "out\nerr\n")
  }

  @Test func `what takes too long is ended with all that it started`() throws {
    let token = "CMS_TEST_TOKEN=\(UInt64.random(in: 0 ... .max))"
    let said = try TimedCommand.output(
      of: ["/usr/bin/env", token, "/bin/sh", "-c", "trap '' TERM; sleep 300 & wait; sleep 300"],
      within: 100)
    #expect(said == nil)
    var isLeft = true
    for _ in 0..<2000 where isLeft {
      isLeft = ProcessIdentity.living(withEnvironment: token) != nil
      if isLeft { _ = try EventLoop().wait(upTo: 10) }
    }
    #expect(!isLeft)
  }

  @Test func `a program that is not there is an error`() {
    #expect(throws: SystemError.self) {
      try TimedCommand.output(of: ["no-such-program"], within: 1000)
    }
  }
}
