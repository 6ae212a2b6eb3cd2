@testable import EECore

/// The parameter `p`, with its value in the words of a sweep file.
enum SampleRule {
  static func axis(_ yaml: String) throws(Diagnostics) -> Axis {
    try AxisReader.axis(try entry(yaml))
  }

  static func distribution(_ yaml: String) throws(Diagnostics) -> Distribution? {
    try AxisReader.distribution(try entry(yaml))
  }

  /// The spellings of a parameter's values.
  static func values(_ yaml: String) throws(Diagnostics) -> [String] {
    try axis(yaml).values.map(\.spelling)
  }

  private static func entry(_ yaml: String) throws(Diagnostics) -> ConfigEntry {
    let root = try YAMLReader.read(Array("p: \(yaml)".utf8), file: "f")
    return root.mapping?.first
      ?? ConfigEntry(key: "", at: root.position, value: root)
  }
}
