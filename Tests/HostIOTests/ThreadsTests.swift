import Glibc
import HostIO
import Testing

@Suite struct ThreadsTests {
  private struct Failure: Error, Equatable {
    let number: Int
  }

  @Test func `both are done, at the same time`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let (here, beside) = try Threads.both {
      // Only the other one can end this.
      var byte: UInt8 = 0
      return read(ends[0], &byte, 1)
    } beside: {
      write(ends[1], "x", 1)
    }
    #expect(here == 1)
    #expect(beside == 1)
  }

  @Test func `the other one is waited for where one of them fails`() {
    var isDone = false
    #expect(throws: Failure(number: 1)) {
      try Threads.both {
        throw Failure(number: 1)
      } beside: {
        usleep(1000)
        isDone = true
      }
    }
    #expect(isDone)
    #expect(throws: Failure(number: 2)) {
      try Threads.both {
      } beside: {
        throw Failure(number: 2)
      }
    }
  }
}
