internal import CLinux
internal import Glibc

/// The environment this process was started with.
package enum Environment {
  package static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// All variables.
  package static func all() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = cl_environ()
    while let pointer = entry?.pointee {
      let pair = String(cString: pointer)
      if let equals = pair.firstIndex(of: "=") {
        variables[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
      }
      entry = entry?.advanced(by: 1)
    }
    return variables
  }

  /// Where files go that nobody needs for long.
  static var temporaryDirectory: String { value("TMPDIR") ?? "/tmp" }

  package static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, 255) == 0 else { return "localhost" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  package static func userName() -> String {
    if let name = value("USER"), !name.isEmpty { return name }
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
      return String(getuid())
    }
    return String(cString: name)
  }

  /// Files that this process may have open at once.
  package static func openFileLimit() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return Int(min(limit.rlim_cur, 1 << 20))
  }

  /// Processors that this process may use.
  package static func processorCount() -> Int {
    let allowed = Int(cl_processors(nil, 0))
    return allowed > 0 ? allowed : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The numbers of processors that this process may use; empty where the system does not say.
  package static func processors() -> [Int] {
    let count = cl_processors(nil, 0)
    guard count > 0 else { return [] }
    var numbers = [Int32](repeating: 0, count: Int(count))
    let found = cl_processors(&numbers, count)
    return numbers.prefix(Int(max(0, found))).map(Int.init)
  }
}

extension Environment {
  /// The file of the running program.
  package static func programPath() -> String {
    guard let path = realpath("/proc/self/exe", nil) else {
      return Paths.absolute(CommandLine.arguments[0])
    }
    defer { free(path) }
    return String(cString: path)
  }
}
