internal import Glibc
package import HostIO

/// Runs the built commands from outside, in a directory and an environment of their own.
///
/// ```swift
/// let run = try CommandTest().file("sweep.yaml", "…").run("cms-ee", "plan", "sweep.yaml")
/// ```
package struct CommandTest: Sendable {
  /// Where the files are and, unless told otherwise, where commands run.
  package let place: TemporaryDirectory
  /// All that commands see of the environment.
  package private(set) var environment: [String: String]
  private var directory: String
  /// What has to be there as long as this test is.
  private var kept: [any Sendable] = []

  package init() throws(SystemError) {
    place = try TemporaryDirectory()
    directory = place.path
    environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": place.path, "USER": "tester",
      "LC_ALL": "C.UTF-8",
    ]
  }

  /// Writes a file below the test's directory.
  package func file(
    _ name: String, _ text: String, mode: UInt32 = 0o644
  ) throws(SystemError) -> CommandTest {
    try place.write(name, text, mode: mode)
    return self
  }

  /// Makes a directory below the test's.
  package func directory(_ name: String) throws(SystemError) -> CommandTest {
    try Directories.ensure(place.at(name))
    return self
  }

  /// Sets a variable of the commands' environment.
  package func variable(_ name: String, _ value: String) -> CommandTest {
    var test = self
    test.environment[name] = value
    return test
  }

  /// Keeps something alive as long as this test.
  package func keeping(_ owner: any Sendable) -> CommandTest {
    var test = self
    test.kept.append(owner)
    return test
  }

  /// Lets commands run in a directory below the test's.
  package func working(in name: String) -> CommandTest {
    var test = self
    test.directory = place.at(name)
    return test
  }

  /// Runs a command to its end; a name without a slash that was built here is that command.
  package func run(_ arguments: String...) throws(SystemError) -> CommandRun {
    try run(arguments)
  }

  /// Runs a command to its end.
  package func run(_ arguments: [String], input: String = "") throws(SystemError) -> CommandRun {
    let before = try FileListing(of: place.path)
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let result = try Spawn.output(
      of: ["/usr/bin/env", "-i", "-C", directory] + variables + CommandTest.resolved(arguments),
      input: Array(input.utf8))
    let after = try FileListing(of: place.path)
    return CommandRun(
      place: place, code: result.code, output: String(decoding: result.output, as: UTF8.self),
      outputBytes: result.output,
      errors: String(decoding: result.errors, as: UTF8.self), written: after.changes(since: before))
  }

  /// Starts a command and leaves it running; what it prints goes to a file below the directory.
  package func start(
    _ arguments: [String], output: String = "output.txt"
  ) throws(SystemError) -> StartedCommand {
    let request = Spawn.Request(
      CommandTest.resolved(arguments), environment: environment, directory: directory,
      output: place.at(output))
    let pipe = try Pipe()
    let pid = try Spawn.detached(request, signal: pipe.writing)
    return StartedCommand(place: place, pid: pid, output: output)
  }

  /// Lets time pass.
  package func pause(milliseconds: Int32) throws(SystemError) {
    _ = try EventLoop().wait(upTo: milliseconds)
  }

  /// Waits until something is so, for half a minute at most, and returns whether it is.
  package func comesTrue(_ condition: () throws -> Bool) throws -> Bool {
    let end = WallClock.monotonic() + 30_000_000_000
    repeat {
      if try condition() { return true }
      try pause(milliseconds: 10)
    } while WallClock.monotonic() < end
    return false
  }

  private static func resolved(_ arguments: [String]) -> [String] {
    guard let name = arguments.first, !name.contains("/") else { return arguments }
    let built = Paths.join(products, name)
    return Files.status(built) == nil ? arguments : [built] + arguments.dropFirst()
  }

  /// The directory of what was built: that of the test bundle, which is this process.
  package static let products = Paths.directory(of: executable())

  private static func executable() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    return String(
      decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
