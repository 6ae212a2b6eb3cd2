extension ParameterSpace {
  /// The axes that are swept as JSON: the name of each, and whether statistics are taken over it.
  package var axesText: String {
    let swept = axes.filter { !$0.isDerived }
    return JSONWriter.text(
      .array(
        swept.map {
          .object([.init("name", .string($0.name)), .init("repeat", .bool($0.isRepeat))])
        }))
  }
}
