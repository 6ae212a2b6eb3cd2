/// What a report is made from: rows, and what each of them has in columns beside them.
package struct ReportInput: Sendable {
  package var title: String
  package let campaign: String
  /// When it was made, as text in UTC.
  package let generated: String
  /// In the order of the plan, attempts of one node in theirs; a planned experiment that was
  /// never tried has a row too, so that it is seen to be missing.
  package internal(set) var rows: [ResultRow]
  /// The swept parameters in axis order, then others in order of appearance.
  package private(set) var parameters: [ParameterColumn]
  /// The parameter that statistics are taken over.
  package let repeatParameter: String?
  /// Metrics and timers: the values that stand for an attempt.
  package private(set) var numbers: [ValueColumn]
  /// What was measured step by step, as far as it was read.
  package var series: [SeriesColumn] = []
  /// What users said about results.
  package var declarations: [ResultDeclaration] = []
  /// What rows refer to; see ``ResultRow/facts``.
  package var facts: [FactSet] = []
  /// What a reader should know about the numbers before comparing them, one sentence each.
  package internal(set) var warnings: [String] = []

  /// Takes columns that may be shorter than the rows, and brings units of one name together.
  package init(
    title: String, campaign: String, generated: String, rows: [ResultRow],
    parameters: [ParameterColumn], repeatParameter: String?, numbers: [ValueColumn],
    declarations: [ResultDeclaration] = [], facts: [FactSet] = []
  ) {
    self.title = title
    self.campaign = campaign
    self.generated = generated
    self.rows = rows
    self.repeatParameter = repeatParameter
    self.declarations = declarations
    self.facts = facts
    self.parameters = parameters
    for index in self.parameters.indices { self.parameters[index].pad(to: rows.count) }
    var numbers = numbers
    for index in numbers.indices { numbers[index].pad(to: rows.count) }
    let unified = UnitTable(numbers, declarations: declarations)
    self.numbers = unified.columns
    warnings = unified.warnings
  }

  /// Returns the same with some of the rows.
  package func keeping(_ kept: [Int]) -> ReportInput {
    var input = self
    input.rows = kept.map { rows[$0] }
    input.parameters = parameters.map { $0.keeping(kept) }
    input.numbers = numbers.map { $0.keeping(kept) }
    input.series = series.map { $0.keeping(kept) }
    return input
  }

  package func parameter(_ name: String) -> ParameterColumn? {
    parameters.first { $0.name == name }
  }

  func declaration(of name: String) -> ResultDeclaration? {
    declarations.last { $0.name == name }
  }
}
