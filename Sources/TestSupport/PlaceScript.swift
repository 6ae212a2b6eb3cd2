internal import Glibc
internal import HostIO

/// A script below `Tests/Places`, which starts servers in a directory of its own.
struct PlaceScript: Sendable {
  let name: String
  let place: TemporaryDirectory

  init(_ name: String) throws(SystemError) {
    self.name = name
    place = try TemporaryDirectory()
  }

  /// Starts the servers; they go down with this process, however it ends.
  @discardableResult
  func up(_ arguments: [String]) throws -> String {
    try call("up", ["--owner", String(getpid())] + arguments)
  }

  func down() {
    _ = try? call("down", [])
  }

  /// Runs the script to its end and returns what it printed.
  @discardableResult
  func call(_ verb: String, _ arguments: [String]) throws -> String {
    let arguments = [PlaceScript.path(name), verb, place.path] + arguments
    let result = try Spawn.output(of: arguments)
    guard result.code == 0 else {
      throw PlaceError(text: String(decoding: result.errors, as: UTF8.self))
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  private static func path(_ name: String) -> String {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return Paths.join(root, "Tests/Places/\(name)")
  }
}

/// What a script said that could not do what it was told.
package struct PlaceError: Error, CustomStringConvertible {
  let text: String
  package var description: String { text }
}
