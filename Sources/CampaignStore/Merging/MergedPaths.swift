internal import HostIO

/// Directories that one database has recorded, as another one in another place records them.
///
/// What stands below the directory of that other one is seen from there, all else is absolute: so it
/// is right however the databases were merged, and a study that is moved whole stays right.
struct MergedPaths {
  /// The directory of the database that recorded them, absolute.
  let source: String
  /// The directory of the one that shall, absolute.
  let target: String

  /// Returns an expression of SQL that makes of a column what it is in the other place.
  func expression(_ column: String) -> String {
    let here = MergedPaths.withSlash(target)
    let length = here.unicodeScalars.count
    return """
      (SELECT CASE WHEN substr(d, 1, \(length)) = \(MergedPaths.quoted(here))
        THEN substr(d, \(length + 1)) ELSE d END FROM (SELECT \(absolute(column)) AS d))
      """
  }

  /// Returns what the base of a campaign is in the other place; nil for that directory itself.
  func base(_ base: String?) -> String? {
    let place =
      base == nil || base == "."
      ? source : Paths.absolute(Paths.join(Paths.real(source), base ?? ""))
    if place == target { return nil }
    let here = MergedPaths.withSlash(target)
    return place.hasPrefix(here) ? String(place.dropFirst(here.count)) : place
  }

  /// What ``CampaignStore/absolute(recorded:)`` does, row by row in SQL.
  private func absolute(_ column: String) -> String {
    let parts = Paths.real(source).split(separator: "/")
    var cases = ["WHEN substr(\(column), 1, 1) = '/' THEN \(column)"]
    for count in (0...parts.count).dropFirst().reversed() {
      let ups = String(repeating: "../", count: count)
      let above = MergedPaths.withSlash("/" + parts.dropLast(count).joined(separator: "/"))
      cases.append(
        "WHEN substr(\(column), 1, \(3 * count)) = '\(ups)' THEN \(MergedPaths.quoted(above)) "
          + "|| substr(\(column), \(3 * count + 1))")
    }
    let inside = MergedPaths.quoted(MergedPaths.withSlash(source))
    return "CASE \(cases.joined(separator: " ")) ELSE \(inside) || \(column) END"
  }

  private static func withSlash(_ path: String) -> String {
    path.hasSuffix("/") ? path : path + "/"
  }

  /// A text as SQL has it.
  private static func quoted(_ text: String) -> String {
    let bytes = text.utf8.flatMap { $0 == UInt8(ascii: "'") ? [$0, $0] : [$0] }
    return "'" + String(decoding: bytes, as: UTF8.self) + "'"
  }
}
