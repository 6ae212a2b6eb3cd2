/// Colours, points, dashes and hatchings that differ for the colour-blind and in grey.
///
/// - Source: Okabe and Ito, Color Universal Design (2008), without the yellow, which is lost on
///   white, and the black, which stands for text.
enum Palette {
  static let limit = 8
  private static let colours = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F", "#8C6BB1",
  ]
  private static let points = [7, 5, 9, 13, 6, 4, 8, 12]
  private static let dashes = [
    "1", "(9,4)", "(2,3)", "(12,3,2,3)", "(5,3)", "(12,3,2,3,2,3)", "(16,5)", "(6,3,6,8)",
  ]
  /// Numbers of gnuplot's patterns; none is the bare colour.
  private static let hatchings: [Int?] = [nil, 4, 5, 1, 6, 7, 2, nil]

  static func colour(_ index: Int) -> String { "'\(colours[index % limit])'" }

  static func line(_ index: Int) -> String {
    "lc rgb \(colour(index)) dt \(dashes[index % limit]) lw 2"
  }

  static func point(_ index: Int) -> String { "pt \(points[index % limit]) ps 0.8" }

  /// The pattern over the colour, or nil for the bare colour.
  static func hatching(_ index: Int) -> Int? { hatchings[index % limit] }
}
