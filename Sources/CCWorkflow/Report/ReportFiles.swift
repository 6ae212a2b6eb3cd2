package import CCResults
internal import HostIO

/// Writes a report as files: `report.html`, `report.md` and `report.csv`.
package enum ReportFiles {
  /// - Returns: the paths written, and what is missing from them and why.
  package static func write(
    _ report: Report, to directory: String
  ) throws -> (paths: [String], problems: [String]) {
    try Directories.ensure(directory)
    let page = HTMLPage(report, gnuplot: ReportFiles.draw)
    let files = [
      ("report.html", page.text), ("report.md", report.markdown), ("report.csv", report.csv),
    ]
    for (name, text) in files {
      try Files.replace(Paths.join(directory, name), Array(text.utf8))
    }
    return (files.map { Paths.join(directory, $0.0) }, page.problems)
  }

  private static func draw(_ script: String) throws -> [UInt8] {
    let result = try Spawn.output(of: ["gnuplot"], input: Array(script.utf8))
    guard result.code == 0, !result.output.isEmpty else {
      throw GraphRenderer.Failure(
        description: "gnuplot: " + String(decoding: result.errors, as: UTF8.self))
    }
    return result.output
  }
}
