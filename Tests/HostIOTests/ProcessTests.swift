import TestSupport
import Testing

@testable import HostIO

/// Starting, watching and recognising processes.
@Suite struct ProcessTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  /// Starts a shell; a loop may watch the pipe that it is given.
  private func start(
    _ script: String, watchedBy loop: EventLoop? = nil
  ) throws -> (pid: Int32, tag: UInt64?) {
    let pipe = try Pipe(watchedBy: loop)
    let request = Spawn.Request(
      ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin", "X": "y z"],
      directory: place.path, output: place.at("log"))
    let pid = try Spawn.detached(request, signal: pipe.writing)
    return (pid, pipe.tag)
  }

  /// Returns the tag of the event that a process has ended.
  private func watch(_ pid: Int32, in loop: EventLoop) throws -> UInt64 {
    guard let descriptor = try ChildProcess.exitDescriptor(of: pid) else {
      throw SystemError("cannot watch", String(pid), code: 0)
    }
    return try loop.add(descriptor)
  }

  private func identity(_ pid: Int32) throws -> ProcessIdentity {
    // The 22nd field; our commands' names have no blanks.
    let fields = String(decoding: try Files.read("/proc/\(pid)/stat"), as: UTF8.self)
      .split(separator: " ")
    return ProcessIdentity(
      pid: pid, startTime: String(fields[21]), bootID: ProcessIdentity.currentBoot())
  }

  @Test func `what a child is given is out of the way of what it is made of`() throws {
    for number in Int32(0)..<3 {
      #expect(try LiftedDescriptor(number).number >= LiftedDescriptor.lowest)
    }
    #expect(try LiftedDescriptor(1234).number == 1234)
    #expect(try LiftedDescriptor(-1).number == -1)
  }

  @Test func `output takes input, both streams and the exit code`() throws {
    let result = try Spawn.output(
      of: ["/bin/sh", "-c", "cat; echo error >&2; exit 3"], input: Array("in".utf8))
    #expect(String(decoding: result.output, as: UTF8.self) == "in")
    #expect(String(decoding: result.errors, as: UTF8.self) == "error\n")
    #expect(result.code == 3)
  }

  @Test func `output of a program that is not there is an error`() {
    let error = #expect(throws: SystemError.self) { try Spawn.output(of: ["no-such-program"]) }
    #expect(error?.operation == "cannot start")
    #expect(error?.isMissing == true)
  }

  @Test func `more output than a pipe holds is no trouble`() throws {
    let result = try Spawn.output(of: ["/bin/sh", "-c", "head -c 1000000 /dev/zero"])
    #expect(result.output.count == 1_000_000)
  }

  @Test func `a detached process leads its own session, in its directory and environment`() throws {
    let child = try start(
      "echo $$ $(ps -o pgid=,sid= -p $$) $PWD $X; ls -m /proc/$$/fd")
    #expect(ChildProcess.wait(child.pid).code == 0)
    #expect(
      try place.text("log")
        == "\(child.pid) \(child.pid) \(child.pid) \(place.path) y z\n0, 1, 2, 3\n")
  }

  private func bound(to processors: [Int]) throws -> Int32 {
    let pipe = try Pipe()
    var request = Spawn.Request(
      ["/bin/grep", "Cpus_allowed_list", "/proc/self/status"], environment: [:],
      directory: place.path, output: place.at("log"))
    request.processors = processors
    return try Spawn.detached(request, signal: pipe.writing)
  }

  @Test func `a child is bound to the processors that it is given`() throws {
    let all = Environment.processors()
    #expect(all.count == Environment.processorCount())
    let last = try #require(all.last)
    #expect(ChildProcess.wait(try bound(to: [last])).code == 0)
    #expect(try place.text("log") == "Cpus_allowed_list:\t\(last)\n")
  }

  @Test(arguments: [16_000, 16_384, -1])
  func `a processor that there is not starts nothing and is named`(number: Int) throws {
    let error = #expect(throws: SystemError.self) { try bound(to: [number]) }
    #expect(
      error?.description
        == "cannot bind a process to processors '\(number)': Invalid argument")
    #expect((try? place.text("log")) ?? "" == "")
  }

  @Test func `an ending is an exit code or a signal`() throws {
    #expect(ChildProcess.wait(try start("exit 7").pid) == ending(7, nil))
    let child = try start("sleep 60")
    ChildProcess.kill(group: child.pid)
    #expect(ChildProcess.wait(child.pid) == ending(137, 9))
  }

  private func ending(_ code: Int32, _ signal: Int32?) -> ChildProcess.Ending {
    ChildProcess.Ending(code: code, signal: signal)
  }

  @Test func `the exit descriptor is ready when the process ends, and not before`() throws {
    let loop = try EventLoop()
    let child = try start("sleep 60")
    let tag = try watch(child.pid, in: loop)
    #expect(loop.wait(upTo: 20) == [])
    ChildProcess.terminate(group: child.pid)
    #expect(loop.wait(upTo: 10_000) == [tag])
    loop.remove(tag)
    _ = ChildProcess.wait(child.pid)
    #expect(throws: SystemError.self) { try watch(child.pid, in: loop) }
  }

  @Test func `a pipe is ready when the last that holds it lets go`() throws {
    let loop = try EventLoop()
    let child = try start(
      "until [ -e go ]; do sleep 0.01; done; exec 3>&-; sleep 60", watchedBy: loop)
    #expect(loop.wait(upTo: 20) == [])
    try place.write("go", "go\n")
    #expect(loop.wait(upTo: 10_000) == [child.tag])
    ChildProcess.kill(group: child.pid)
    _ = ChildProcess.wait(child.pid)
  }

  @Test func `a process is alive until it ends, and a zombie has ended`() throws {
    let child = try start("sleep 60")
    let identity = try identity(child.pid)
    #expect(identity.isAlive)
    ChildProcess.kill(group: child.pid)
    let loop = try EventLoop()
    _ = try watch(child.pid, in: loop)
    _ = loop.wait(upTo: 10_000)
    #expect(Files.status("/proc/\(child.pid)") != nil)
    #expect(!identity.isAlive)
    _ = ChildProcess.wait(child.pid)
    #expect(!identity.isAlive)
  }

  @Test func `another process with the same number is another process`() {
    let current = ProcessIdentity.current()
    #expect(current.isAlive)
    let earlier = ProcessIdentity(pid: current.pid, startTime: "1", bootID: current.bootID)
    let otherBoot = ProcessIdentity(pid: current.pid, startTime: current.startTime, bootID: "x")
    #expect(!earlier.isAlive)
    #expect(!otherBoot.isAlive)
  }

  @Test func `a process is found by its environment`() throws {
    let token = "CMS_TEST_TOKEN=\(UInt64.random(in: 0 ... .max))"
    #expect(ProcessIdentity.living(withEnvironment: token) == nil)
    let child = try start("exec env \(token) sleep 60")
    var found = false
    for _ in 0..<2000 where !found {
      found = ProcessIdentity.living(withEnvironment: token) != nil
      if !found { _ = try EventLoop().wait(upTo: 10) }
    }
    #expect(found)
    ChildProcess.kill(group: child.pid)
    _ = ChildProcess.wait(child.pid)
    #expect(ProcessIdentity.living(withEnvironment: token) == nil)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (1_795_249_800_123_456_789, "2026-11-21T08:30:00.123Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
  ])
  func `time is written as UTC`(nanoseconds: Int64, expected: String) {
    #expect(WallClock.text(nanoseconds) == expected)
  }
}
