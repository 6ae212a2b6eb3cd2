internal import CLinux
internal import Glibc

/// Starting other programs.
package enum Spawn {
  /// What to start, and in which surroundings.
  package struct Request: Sendable {
    package var arguments: [String]
    package var environment: [String: String]
    package var directory: String
    /// Where standard output and error go; nil discards them.
    package var output: String?

    package init(
      _ arguments: [String], environment: [String: String], directory: String, output: String?
    ) {
      self.arguments = arguments
      self.environment = environment
      self.directory = directory
      self.output = output
    }
  }

  /// Starts a program in a session of its own, which outlives this process.
  ///
  /// Descriptor 3 of the child is `signal`, the end of a pipe, and 4 the claim, if there is one;
  /// nothing else is inherited.
  ///
  /// - Returns: the child's process number, which is that of its group as well.
  package static func detached(
    _ request: Request, signal: borrowing OwnedDescriptor, claim: DirectoryClaim? = nil
  ) throws(SystemError) -> Int32 {
    // Out of the way of 0 to 4, which are made one after the other.
    let signal = try LiftedDescriptor(signal.number)
    let held = try LiftedDescriptor(claim?.descriptor.number ?? -1)
    var actions = FileActions()
    try actions.enter(request.directory)
    try actions.open(0, "/dev/null", O_RDONLY)
    try actions.open(1, request.output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND)
    actions.duplicate(1, to: 2)
    actions.duplicate(signal.number, to: 3)
    if claim != nil { actions.duplicate(held.number, to: 4) }
    actions.closeAll(from: claim == nil ? 4 : 5)
    return try start(request, &actions, detached: true)
  }

  /// Runs a program to its end with bytes on its input, and returns what it printed.
  package static func output(
    of arguments: [String], input: [UInt8] = []
  ) throws(SystemError) -> (code: Int32, output: [UInt8], errors: [UInt8]) {
    let directory = Paths.join(
      Environment.temporaryDirectory, "cms-\(getpid())-\(UInt64.random(in: 0 ... .max))")
    try Directories.create(directory)
    defer { try? Directories.removeTree(directory) }
    let files = ["in", "out", "err"].map { Paths.join(directory, $0) }
    try Files.create(files[0], input)
    var actions = FileActions()
    try actions.open(0, files[0], O_RDONLY)
    try actions.open(1, files[1], O_WRONLY | O_CREAT)
    try actions.open(2, files[2], O_WRONLY | O_CREAT)
    actions.closeAll(from: 3)
    let request = Request(
      arguments, environment: Environment.all(), directory: ".", output: nil)
    let pid = try start(request, &actions, detached: false)
    let code = ChildProcess.wait(pid).code
    return (code, try Files.read(files[1]), try Files.read(files[2]))
  }

  private static func start(
    _ request: Request, _ actions: inout FileActions, detached: Bool
  ) throws(SystemError) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    if detached { cl_spawnattr_detach(&attributes) }
    let program = request.arguments.first ?? ""
    var arguments: [UnsafeMutablePointer<CChar>?] = request.arguments.map { strdup($0) }
    var environment: [UnsafeMutablePointer<CChar>?] =
      request.environment.map { strdup("\($0.key)=\($0.value)") }
    arguments.append(nil)
    environment.append(nil)
    defer { for pointer in arguments + environment { free(pointer) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, program, &actions.raw, &attributes, arguments, environment)
    guard code == 0 else { throw SystemError("cannot start", program, code: code) }
    return pid
  }
}

/// A descriptor, or where it is one of the lowest, a copy that is not: to put one in its place in a
/// child cannot overwrite another that is still to be put.
struct LiftedDescriptor: ~Copyable {
  static let lowest: Int32 = 10

  let number: Int32
  private let copy: OwnedDescriptor?

  /// Copies a descriptor that is too low; a negative one stands for none.
  init(_ original: Int32) throws(SystemError) {
    guard (0..<Self.lowest).contains(original) else {
      number = original
      copy = nil
      return
    }
    number = fcntl(original, F_DUPFD_CLOEXEC, Self.lowest)
    guard number >= 0 else { throw SystemError("cannot copy descriptor", String(original)) }
    copy = OwnedDescriptor(number)
  }
}

/// What a child does with its descriptors before it becomes the program.
private struct FileActions: ~Copyable {
  var raw = posix_spawn_file_actions_t()

  init() { posix_spawn_file_actions_init(&raw) }

  deinit {
    var raw = raw
    posix_spawn_file_actions_destroy(&raw)
  }

  mutating func enter(_ directory: String) throws(SystemError) {
    let code = cl_spawn_chdir(&raw, directory)
    guard code == 0 else { throw SystemError("cannot enter", directory, code: code) }
  }

  mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) throws(SystemError) {
    let code = posix_spawn_file_actions_addopen(&raw, descriptor, path, flags, 0o644)
    guard code == 0 else { throw SystemError("cannot open", path, code: code) }
  }

  mutating func duplicate(_ from: Int32, to descriptor: Int32) {
    posix_spawn_file_actions_adddup2(&raw, from, descriptor)
  }

  mutating func closeAll(from lowest: Int32) { cl_spawn_close_from(&raw, lowest) }
}
