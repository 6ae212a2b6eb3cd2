/// What a report is made from.
package struct ReportInput: Hashable, Sendable {
  package let title: String
  package let campaign: String
  /// When it was made, as text in UTC.
  package let generated: String
  /// The swept parameters, in axis order; others that rows have follow in order of appearance.
  package let parameters: [String]
  /// The parameter that statistics are taken over.
  package let repeatParameter: String?
  /// In the order of the plan, attempts of one node in theirs; a planned experiment that was
  /// never tried has a row too, so that it is seen to be missing.
  package let rows: [ResultRow]

  package init(
    title: String, campaign: String, generated: String, parameters: [String],
    repeatParameter: String?, rows: [ResultRow]
  ) {
    self.title = title
    self.campaign = campaign
    self.generated = generated
    self.parameters = parameters
    self.repeatParameter = repeatParameter
    self.rows = rows
  }
}
