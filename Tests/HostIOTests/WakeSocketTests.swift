import HostIO
import TestSupport
import Testing

/// Waking a process by a file.
@Suite struct WakeSocketTests {
  private let place: TemporaryDirectory
  private let loop: EventLoop

  init() throws {
    place = try TemporaryDirectory()
    loop = try EventLoop()
  }

  /// A path of so many directories, each with a name of 50 bytes.
  private func path(depth: Int) throws -> String {
    let name = String(repeating: "ä", count: 25)
    let directory = ([place.path] + Array(repeating: name, count: depth)).joined(separator: "/")
    try Directories.ensure(directory)
    return Paths.join(directory, "wake")
  }

  @Test(arguments: [0, 1, 5, 20])
  func `a sender wakes who waits, however long the path is`(depth: Int) throws {
    let path = try path(depth: depth)
    let socket = try WakeSocket(path, in: loop)
    #expect(loop.wait(upTo: 0) == [])
    #expect(try WakeSocket.wake(path))
    #expect(loop.wait(upTo: 20_000) == [socket.tag])
  }

  @Test func `it stays ready until all messages are taken, and then waits for the next`() throws {
    let path = place.at("wake")
    let socket = try WakeSocket(path, in: loop)
    for _ in 1...3 { #expect(try WakeSocket.wake(path)) }
    for _ in 1...2 { #expect(loop.wait(upTo: 20_000) == [socket.tag]) }
    socket.drain()
    #expect(loop.wait(upTo: 0) == [])
    #expect(try WakeSocket.wake(path))
    #expect(loop.wait(upTo: 20_000) == [socket.tag])
  }

  @Test func `a full mailbox holds up nobody`() throws {
    let path = place.at("wake")
    let socket = try WakeSocket(path, in: loop)
    for _ in 1...2000 { #expect(try WakeSocket.wake(path)) }
    socket.drain()
    #expect(loop.wait(upTo: 0) == [])
  }

  @Test func `where nobody listens a sender is told so`() throws {
    #expect(try !WakeSocket.wake(place.at("wake")))
    #expect(try !WakeSocket.wake(place.at("nowhere/wake")))
    try place.write("wake", "")
    #expect(try !WakeSocket.wake(place.at("wake")))
  }

  @Test func `it is gone with its owner`() throws {
    do {
      let socket = try WakeSocket(place.at("wake"), in: loop)
      #expect(try place.names() == ["wake"])
      withExtendedLifetime(socket) {}
    }
    #expect(try place.names() == [])
  }

  @Test func `one that is left of a dead process is replaced`() throws {
    // Its process has ended without removing it.
    try place.write(
      "make.py", "import socket\nsocket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind('wake')\n")
    let made = try CommandTest().run(
      "/bin/sh", "-c", "cd '\(place.path)' && exec python3 make.py")
    try #require(made.code == 0, "\(made.errors)")
    #expect(try !WakeSocket.wake(place.at("wake")))
    let socket = try WakeSocket(place.at("wake"), in: loop)
    #expect(try WakeSocket.wake(place.at("wake")))
    #expect(loop.wait(upTo: 20_000) == [socket.tag])
  }

  @Test func `who was replaced leaves the next one's alone`() throws {
    var first: WakeSocket? = try WakeSocket(place.at("wake"), in: loop)
    let second = try WakeSocket(place.at("wake"), in: loop)
    #expect(first != nil)
    first = nil
    #expect(try WakeSocket.wake(place.at("wake")))
    #expect(loop.wait(upTo: 20_000) == [second.tag])
  }

  @Test func `where no file can be made there is no mailbox`() throws {
    #expect(throws: SystemError.self) { try WakeSocket(place.at("nowhere/wake"), in: loop) }
  }
}
