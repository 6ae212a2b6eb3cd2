/// Short names of GPU types: `a100` for `NVIDIA A100-SXM4-80GB`.
enum GPUType {
  private static let makers = ["nvidia", "tesla", "geforce", "quadro"]
  /// What tells boards of one type apart, and what says nothing.
  private static let forms = ["pcie", "nvl", "hbm2", "hbm2e", "hbm3", "hbm3e", "gpu", "generation"]

  /// Returns the type that a product's name stands for.
  ///
  /// Names of other makers are only lower-cased, without their blanks.
  static func short(_ name: String) -> String {
    let lower = name.lowercased()
    let words = lower.split { $0 == " " || $0 == "-" }.map(String.init)
    guard let first = words.first, makers.contains(first) else {
      return lower.filter { $0 != " " }
    }
    var kept = words.filter { !makers.contains($0) && !isForm($0) }
    // RTX A6000, and the others of its family, are known by their number alone.
    if kept.first == "rtx", kept.count > 1, kept[1].first == "a",
      kept[1].dropFirst().allSatisfy(\.isNumber)
    {
      kept.removeFirst()
    }
    return kept.isEmpty ? lower.filter { $0 != " " } : kept.joined()
  }

  private static func isForm(_ word: String) -> Bool {
    forms.contains(word) || word.hasPrefix("sxm")
      || (word.hasSuffix("gb") && word.dropLast(2).allSatisfy(\.isNumber))
  }
}
