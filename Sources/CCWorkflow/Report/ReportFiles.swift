package import CCResults
internal import HostIO

/// Writes a report as files: `report.html`, `.md`, `.csv`, `.json` and `.tex`, and its figures.
package enum ReportFiles {
  /// - Returns: the paths written, and what is missing from them and why.
  package static func write(
    _ report: Report, to directory: String
  ) throws -> (paths: [String], problems: [String]) {
    try Directories.ensure(directory)
    var figures: [String] = []
    let page = HTMLPage(report) { figure in
      let drawn = try draw(figure, in: Paths.join(directory, "figures"))
      figures += drawn.paths
      return drawn.svg
    }
    let files = [
      ("report.html", page.text), ("report.md", report.markdown), ("report.csv", report.csv),
      ("report.json", report.json), ("report.tex", report.latex),
    ]
    for (name, text) in files {
      try Files.replace(Paths.join(directory, name), Array(text.utf8))
    }
    return (files.map { Paths.join(directory, $0.0) } + figures, page.problems)
  }

  /// Returns the page alone, and what is missing from it and why.
  package static func page(_ report: Report) -> (text: String, problems: [String]) {
    let page = HTMLPage(report) { try run($0.script()) }
    return (page.text, page.problems)
  }

  /// Draws once for all formats, beside what is there, and then puts the files into place.
  private static func draw(
    _ figure: Figure, in directory: String
  ) throws -> (paths: [String], svg: [UInt8]) {
    try Directories.ensure(directory)
    let scratch = Paths.join(directory, ".\(figure.name)-\(UInt64.random(in: 0 ... .max))")
    try Directories.create(scratch)
    defer { try? Directories.removeTree(scratch) }
    _ = try run(figure.script(writingTo: scratch))
    var paths: [String] = []
    var svg: [UInt8] = []
    for format in Figure.Format.allCases {
      let bytes = try Files.read(Paths.join(scratch, "figure.\(format.rawValue)"))
      if format == .svg { svg = bytes }
      paths.append(Paths.join(directory, "\(figure.name).\(format.rawValue)"))
      try Files.replace(paths[paths.count - 1], bytes)
    }
    return (paths, svg)
  }

  private static func run(_ script: String) throws -> [UInt8] {
    let result = try Spawn.output(of: ["gnuplot"], input: Array(script.utf8))
    guard result.code == 0 else {
      throw GraphRenderer.Failure(
        description: "gnuplot: " + String(decoding: result.errors, as: UTF8.self))
    }
    return result.output
  }
}
