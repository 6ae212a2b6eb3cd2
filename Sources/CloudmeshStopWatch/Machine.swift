#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What lines say of this machine, process and time.
enum Machine {
  /// Node, user, system and its version.
  static let cells: [String] = {
    var name = utsname()
    uname(&name)
    return [text(&name.nodename), user, text(&name.sysname), text(&name.version)]
  }()

  /// The number that the batch system gave the job, or else of the process.
  static var job: String {
    variable("SLURM_JOB_ID") ?? variable("LSB_JOBID") ?? String(getpid())
  }

  /// Returns the time of day in UTC, `2026-01-31 12:00:00`.
  static func timeOfDay() -> String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }

  /// Returns milliseconds since 1970.
  static func milliseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// Prints text at once: what a program printed before it was killed is there.
  static func say(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
  }

  private static var user: String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
      return variable("USER") ?? String(getuid())
    }
    return String(cString: name)
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Returns the text in an array of C, which is a tuple to Swift.
  private static func text<Tuple>(_ tuple: inout Tuple) -> String {
    withUnsafeBytes(of: &tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
