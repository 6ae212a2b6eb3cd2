internal import HostIO

/// Has Graphviz lay out a graph and draw it.
package enum GraphRenderer {
  /// The formats that `-o` may end in.
  package static let formats = ["svg", "pdf", "png", "dot"]

  /// Why there is no picture.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Returns the picture; the text itself for `dot`.
  ///
  /// - Throws: ``Failure`` where Graphviz is missing or refuses.
  package static func render(_ text: String, as format: String) throws(Failure) -> [UInt8] {
    if format == "dot" { return Array(text.utf8) }
    do throws(SystemError) {
      let result = try Spawn.output(of: ["dot", "-T\(format)"], input: Array(text.utf8))
      guard result.code == 0 else {
        throw SystemError(String(decoding: result.errors, as: UTF8.self), "dot", code: 22)
      }
      return result.output
    } catch {
      throw Failure(
        description: error.isMissing
          ? "cannot find Graphviz: install it (apt-get install graphviz), or write a .dot file"
          : "dot: \(error)")
    }
  }
}
