/// Makes the uuids of a campaign's experiments from their values.
struct ExperimentUUIDs {
  private let campaign: [UInt8]
  /// In the order of the names, so that the order in the file does not matter: regenerating gives
  /// the same uuid, and merging the results of two machines is a union.
  private let axes: [(index: Int, texts: AxisTexts)]

  /// Takes all axes of a space; those that are derived say nothing about who an experiment is.
  init(campaign: String, _ axes: [Axis]) {
    self.campaign = Self.part(campaign)
    self.axes = axes.indices.filter { !axes[$0].isDerived }
      // As if name=value were sorted, byte by byte.
      .sorted { axes[$0].name + "=" < axes[$1].name + "=" }
      .map { index in
        let name = axes[index].name
        return (index, AxisTexts(axes[index]) { [10] + Self.part(name + "=" + $0.spelling) })
      }
  }

  /// A length before each part keeps parts with line feeds apart.
  private static func part(_ text: String) -> [UInt8] { Array("\(text.utf8.count):\(text)".utf8) }

  /// Returns the version 5 UUID of an experiment.
  ///
  /// - Parameter digits: for each axis the number of its value, or -1 where there is none.
  /// - Returns: its 36 characters.
  func text(_ digits: [Int]) -> String {
    var name: [UInt8] = []
    name.reserveCapacity(256)
    name += campaign
    for axis in axes where digits[axis.index] >= 0 { name += axis.texts[digits[axis.index]] }
    return UUIDText.experiment(named: name)
  }
}
