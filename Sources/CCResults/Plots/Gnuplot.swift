/// Text of gnuplot scripts.
enum Gnuplot {
  /// Returns a string constant that gnuplot takes literally: single quotes, no control characters.
  static func quoted(_ text: String) -> String {
    let scalars = DisplayWidth.printable(text).unicodeScalars.map {
      $0 == "'" ? "''" : String($0)
    }
    return "'" + scalars.joined() + "'"
  }

  /// Returns the label of a tic, in which gnuplot would expand `%`.
  static func tic(_ text: String, at place: String) -> String {
    let scalars = text.unicodeScalars.map { $0 == "%" ? "%%" : String($0) }
    return quoted(scalars.joined()) + " " + place
  }

  static func number(_ value: Double) -> String { NumberFormat.exact(value) }

  /// Returns a block of data: rows of numbers.
  static func block(_ name: String, _ rows: [[Double]]) -> [String] {
    ["$\(name) << EOD"] + rows.map { $0.map(number).joined(separator: " ") } + ["EOD"]
  }

  /// The same size in every format: pixels for screens, twice as many for print, and inches.
  static func terminal(_ format: Figure.Format, width: Int, height: Int) -> String {
    switch format {
    case .svg: "svg size \(width),\(height) dynamic noenhanced font 'sans-serif,13'"
    case .pdf:
      "pdfcairo size \(number(Double(width) / 96))in,\(number(Double(height) / 96))in"
        + " noenhanced font 'sans,13' fontscale 0.75 linewidth 1.5 pointscale 0.75"
    case .png:
      "pngcairo size \(2 * width),\(2 * height) noenhanced font 'sans,13' fontscale 1.5"
        + " linewidth 2 pointscale 2"
    }
  }

  /// The look that all figures share: bare axes at the left and below, faint lines behind.
  static func opening(grid: String) -> [String] {
    [
      "set encoding utf8", "set border 3 lw 0.8", "set tics nomirror out scale 0.6",
      "set grid \(grid) back lt 1 lw 0.6 lc rgb '#A8808080'", "unset key",
      "set errorbars 0.5", "set pointintervalbox 0",
    ]
  }

  /// The legend below a figure.
  static let legend =
    "set key below center horizontal Left reverse samplen 3.5 width 2 height 0.5"

  /// The rows that a legend takes.
  static func legendRows(_ labels: [String], width: Int) -> Int {
    let longest = labels.map { short($0) }.map(DisplayWidth.of).max() ?? 0
    let fit = max(1, width / (longest * 8 + 60))
    return (labels.count + fit - 1) / fit
  }

  static func script(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

  static func plot(_ clauses: [String]) -> String {
    "plot " + clauses.joined(separator: ", \\\n  ")
  }

  /// Shortens a label that would take the figure's room.
  static func short(_ text: String, to length: Int = 48) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }
}
