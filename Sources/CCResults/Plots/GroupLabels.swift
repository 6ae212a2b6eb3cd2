extension Report {
  /// Returns a combination in words: `mlp, epochs 16, lr 0.003`.
  func label(of group: ReportGroup) -> String {
    words(of: group, without: nil).joined(separator: ", ")
  }

  /// Returns one word for each axis but one, numbers with their name.
  func words(of group: ReportGroup, without axis: Int?) -> [String] {
    let words = axes.indices.filter { $0 != axis }.map { index in
      let value = group.values[index]
      if value.isEmpty { return "\(axes[index]) –" }
      return isNumeric(axes[index]) ? "\(axes[index]) \(value)" : value
    }
    return words.isEmpty ? [input.campaign] : words
  }

  /// The axis that a metric is drawn over: one named like epochs, else the first of numbers.
  var numericAxis: Int? {
    let numeric = axes.indices.filter { isNumeric(axes[$0]) }
    return numeric.first { isEpoch(axes[$0]) } ?? numeric.first
  }

  func isEpoch(_ name: String) -> Bool { name.lowercased().contains("epoch") }

  /// Explains what a figure shows of the spread, where there are repeats.
  func spreadNote(as marks: String) -> String? {
    let names = ([input.repeatParameter].compactMap(\.self) + pooled).joined(separator: " and ")
    guard groups.contains(where: { $0.done > 1 }), !names.isEmpty else { return nil }
    return "Mean over \(names); \(marks) show the sample standard deviation."
  }

  /// What the steps of a series count.
  var stepName: String {
    let names = axes + constants.map(\.name)
    return names.contains(where: isEpoch) ? "epoch" : "step"
  }
}
