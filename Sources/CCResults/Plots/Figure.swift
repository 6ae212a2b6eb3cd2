/// A figure as a script for gnuplot, which prints SVG.
package struct Figure: Hashable, Sendable {
  /// Unique within a report; lower-case letters, digits and `-`.
  package let name: String
  package let title: String
  /// What the figure leaves out or how it is to be read.
  package let note: String?
  /// Needs nothing but gnuplot 5: the data stand in it.
  package let script: String
}

extension Report {
  /// The figures that the results allow, in the order of the page.
  package var figures: [Figure] {
    RuntimeFigures.figures(of: self) + AxisFigures.figures(of: self)
      + HistoryFigures.figures(of: self)
  }
}

extension [String?] {
  /// The sentences that there are, or nil.
  var joinedSentences: String? {
    let sentences = compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }
}
