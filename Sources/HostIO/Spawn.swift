internal import CLinux
internal import Glibc

/// Starting other programs.
package enum Spawn {
  /// What to start, and in which surroundings.
  package struct Request: Sendable {
    package var arguments: [String]
    package var environment: [String: String]
    /// Variables for all that the environment does not name; nil for none.
    package var inherited: InheritedVariables?
    package var directory: String
    /// What standard input is read from; nil for nothing.
    package var input: String?
    /// Where standard output and error go; nil discards them.
    package var output: String?
    /// Where standard error goes instead.
    package var errors: String?
    /// The numbers of the processors that it may run on; empty for those that we may.
    package var processors: [Int] = []

    package init(
      _ arguments: [String], environment: [String: String], directory: String, output: String?
    ) {
      self.arguments = arguments
      self.environment = environment
      self.directory = directory
      self.output = output
    }
  }

  /// A process that was started here.
  package struct Child: ~Copyable {
    /// That of its group as well.
    package let pid: Int32
    private let exit: OwnedDescriptor

    fileprivate init(pid: Int32, exit: consuming OwnedDescriptor) {
      self.pid = pid
      self.exit = exit
    }

    /// Lets a loop watch for its end.
    package consuming func watchEnd(in loop: EventLoop) throws(SystemError) -> UInt64 {
      try loop.add(exit)
    }
  }

  /// Starts a program in a session of its own, and returns its process number.
  package static func detached(
    _ request: Request, signal: borrowing OwnedDescriptor, claim: DirectoryClaim? = nil
  ) throws(SystemError) -> Int32 {
    try child(request, signal: signal, claim: claim).pid
  }

  /// Starts a program in a session of its own, which outlives this process.
  ///
  /// Descriptor 3 of the child is `signal`, the end of a pipe, and 4 the claim, if there is one;
  /// nothing else is inherited.
  package static func child(
    _ request: Request, signal: borrowing OwnedDescriptor, claim: DirectoryClaim? = nil
  ) throws(SystemError) -> Child {
    // Out of the way of 0 to 4, which are made one after the other.
    let signal = try LiftedDescriptor(signal.number)
    let held = try LiftedDescriptor(claim?.descriptor.number ?? -1)
    let processors = request.processors.map { Int32(clamping: $0) }
    var pid: Int32 = 0
    var exit: Int32 = -1
    let places = [request.directory, request.input ?? "/dev/null", request.output ?? "/dev/null"]
    let code = CTexts(request.arguments).withPointers { arguments in
      withEnvironment(of: request) { environment in
        CTexts(places + [request.errors].compactMap(\.self)).withPointers { places in
          processors.withUnsafeBufferPointer { processors in
            var detached = cl_detached(
              arguments: arguments, environment: environment, directory: places[0],
              input: places[1], output: places[2], errors: places[3], signal: signal.number,
              claim: held.number, processors: processors.baseAddress,
              processor_count: Int32(processors.count))
            return cl_spawn_detached(&detached, &pid, &exit)
          }
        }
      }
    }
    guard code == 0 else {
      if code == EINVAL, !request.processors.isEmpty {
        // Taken offline, or from us, since they were asked for.
        let list = request.processors.map(String.init).joined(separator: ",")
        throw SystemError("cannot bind a process to processors", list, code: code)
      }
      throw SystemError("cannot start", request.arguments.first ?? "", code: code)
    }
    return Child(pid: pid, exit: OwnedDescriptor(exit))
  }

  private static func withEnvironment<Result>(
    of request: Request, _ body: (CTexts.Pointers) -> Result
  ) -> Result {
    let own = CTexts(request.environment.map { "\($0.key)=\($0.value)" })
    guard let inherited = request.inherited else { return own.withPointers(body) }
    return inherited.withPointers(but: request.environment, own, body)
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
    let pid = try start(request, &actions)
    let code = ChildProcess.wait(pid).code
    return (code, try Files.read(files[1]), try Files.read(files[2]))
  }

  private static func start(
    _ request: Request, _ actions: inout FileActions
  ) throws(SystemError) -> Int32 {
    let program = request.arguments.first ?? ""
    var pid: pid_t = 0
    let code = CTexts(request.arguments).withPointers { arguments in
      withEnvironment(of: request) {
        posix_spawnp(&pid, program, &actions.raw, nil, arguments, $0)
      }
    }
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

  mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) throws(SystemError) {
    let code = posix_spawn_file_actions_addopen(&raw, descriptor, path, flags, 0o644)
    guard code == 0 else { throw SystemError("cannot open", path, code: code) }
  }

  mutating func closeAll(from lowest: Int32) { cl_spawn_close_from(&raw, lowest) }
}
