/// A figure as a script for gnuplot.
package struct Figure: Hashable, Sendable {
  /// The files that a figure can be.
  package enum Format: String, Hashable, Sendable, CaseIterable {
    case svg, pdf, png
  }

  /// Unique within a report; lower-case letters, digits and `-`.
  package let name: String
  package let title: String
  /// What the figure leaves out or how it is to be read.
  package let note: String?
  /// - Units: Pixels of 1/96 inch.
  let width: Int
  let height: Int
  /// Draws; needs nothing but gnuplot 5, as the data stand in it.
  let drawing: String

  /// Returns the script that prints the figure in a format.
  package func script(as format: Format = .svg) -> String {
    "set terminal " + Gnuplot.terminal(format, width: width, height: height) + "\n" + drawing
  }

  /// Returns the script that writes a file for each format, `figure.svg` and so on.
  package func script(writingTo directory: String) -> String {
    let parts = Format.allCases.map { format in
      "reset\nset terminal \(Gnuplot.terminal(format, width: width, height: height))\n"
        + "set output \(Gnuplot.quoted(directory + "/figure." + format.rawValue))\n" + drawing
        + "unset output\n"
    }
    return parts.joined()
  }
}

extension Report {
  /// The figures: those that were asked for, else those that the results allow.
  package var figures: [Figure] {
    guard let wishes = spec.figures else {
      return FigureKind.allCases.flatMap { drawn($0, nil) }
    }
    var figures: [Figure] = []
    for wish in wishes {
      for figure in drawn(wish.kind, wish) {
        let taken = figures.count { $0.name == figure.name || $0.name.hasPrefix(figure.name + "-") }
        figures.append(taken == 0 ? figure : figure.named("\(figure.name)-\(taken + 1)"))
      }
    }
    return figures
  }

  private func drawn(_ kind: FigureKind, _ wish: ReportSpec.FigureWish?) -> [Figure] {
    let metric = wish?.metric.flatMap { MetricChoice(input).named($0) }
    let against = wish?.against.flatMap { MetricChoice(input).named($0) }
    return switch kind {
    case .runtime: RuntimeFigures.figures(of: self, metric: metric)
    case .phases: PhaseFigures.figures(of: self)
    case .sweep: AxisFigures.figures(of: self, metric: metric)
    case .history: HistoryFigures.figures(of: self, only: wish?.metric?.name)
    case .inference: SampleFigures.figures(of: self, isSorted: false, only: wish?.metric?.name)
    case .spectrum: SampleFigures.figures(of: self, isSorted: true, only: wish?.metric?.name)
    case .tradeoff: TradeoffFigure.figures(of: self, metric: metric, against: against)
    case .scaling: ScalingFigures.figures(of: self)
    }
  }
}

extension Figure {
  fileprivate func named(_ name: String) -> Figure {
    Figure(name: name, title: title, note: note, width: width, height: height, drawing: drawing)
  }
}

extension [String?] {
  /// The sentences that there are, or nil.
  var joinedSentences: String? {
    let sentences = compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }
}
