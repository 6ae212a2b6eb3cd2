/// Programs that may hang: they are given so long and no longer.
package enum TimedCommand {
  /// Runs a program without input and returns what it printed on both streams.
  ///
  /// - Parameters:
  ///   - arguments: the program and its arguments.
  ///   - milliseconds: how long to wait; then all of its group is killed and left to itself.
  /// - Returns: its exit code and what it printed; nil where it took too long.
  /// - Throws: ``SystemError`` where it cannot be started.
  package static func output(
    of arguments: [String], within milliseconds: Int32
  ) throws(SystemError) -> (code: Int32, output: [UInt8])? {
    let directory = Files.temporaryName(beside: Paths.join(Environment.temporaryDirectory, "x"))
    try Directories.create(directory)
    defer { try? Directories.removeTree(directory) }
    let file = Paths.join(directory, "out")
    let request = Spawn.Request(
      arguments, environment: Environment.all(), directory: "/", output: file)
    let pipe = try Pipe()
    let pid = try Spawn.detached(request, signal: pipe.writing)
    let loop = try EventLoop()
    if let exit = try ChildProcess.exitDescriptor(of: pid) { _ = try loop.add(exit) }
    guard !loop.wait(upTo: milliseconds).isEmpty else {
      // One that hangs in the kernel cannot be waited for either.
      ChildProcess.kill(group: pid)
      return nil
    }
    return (ChildProcess.wait(pid).code, try Files.read(file))
  }
}
