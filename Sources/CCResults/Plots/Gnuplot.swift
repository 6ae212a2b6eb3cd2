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

  /// The look that all figures share: bare axes at the left and below, faint lines behind.
  static func opening(width: Int, height: Int, grid: String) -> [String] {
    [
      "set terminal svg size \(width),\(height) dynamic noenhanced font 'sans-serif,13'",
      "set encoding utf8", "set border 3 lw 0.8", "set tics nomirror out scale 0.6",
      "set grid \(grid) back lt 1 lw 0.6 lc rgb '#A8808080'", "unset key",
      "set errorbars 0.5", "set pointintervalbox 0",
    ]
  }

  /// Shortens a label that would take the figure's room.
  static func short(_ text: String, to length: Int = 48) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }
}
