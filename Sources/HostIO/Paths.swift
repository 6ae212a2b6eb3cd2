internal import Glibc

/// Paths as text: joined, cut and made absolute without asking the disk more than needed.
package enum Paths {
  /// Returns `path` seen from `base`; an absolute path stays, `~/` is the user's home.
  package static func join(_ base: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path == "~" || path.hasPrefix("~/"), let home = Environment.value("HOME") {
      return home + path.dropFirst()
    }
    if path.isEmpty || path == "." { return base }
    if base.isEmpty || base == "." { return path }
    return base.hasSuffix("/") ? base + path : "\(base)/\(path)"
  }

  /// Returns what stands before the last slash; `.` where there is none.
  package static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Returns what stands after the last slash.
  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Returns the path from the root, with `.` and `..` worked out by text alone.
  package static func absolute(_ path: String) -> String {
    var parts: [Substring] = []
    for part in join(currentDirectory(), path).split(separator: "/") where part != "." {
      if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Returns an absolute path as seen from an absolute directory.
  package static func relative(_ path: String, to directory: String) -> String {
    let target = path.split(separator: "/")
    let base = directory.split(separator: "/")
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let ups = Array(repeating: Substring(".."), count: base.count - shared)
    let parts = ups + target[shared...]
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// Returns the path from the root with links followed; by text alone where it does not exist.
  package static func real(_ path: String) -> String {
    guard let buffer = realpath(path, nil) else { return absolute(path) }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  package static func currentDirectory() -> String {
    guard let buffer = getcwd(nil, 0) else { return "/" }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
