package import CCResults
package import CampaignStore
internal import EECore

/// Reads one side of a comparison from its database.
package struct SideReader {
  private let side: ComparedSide
  private let store: CampaignStore

  package init(_ side: ComparedSide, in store: CampaignStore) {
    self.side = side
    self.store = store
  }

  /// Reads what stands for the experiments of the side, with goals and facts.
  ///
  /// - Parameter workflow: only runs of this one; nil for all.
  /// - Returns: its rows, in the order of the runs.
  /// - Throws: ``Diagnostics`` or ``ComparedSide/Problem`` where the side names what is not there.
  package func input(of workflow: String?) throws -> ReportInput {
    var input: ReportInput?
    for run in try runs(of: workflow) {
      let found = try ReportQuery(store).input([run])
      input = input?.followed(by: found.standing) ?? found.standing
    }
    guard let input else {
      throw Diagnostics(
        .missingFile, "database '\(store.path)' holds no run", hint: "run it first: cms-cc run")
    }
    let condition = try side.condition.map { text throws(Diagnostics) in
      try Expression(
        ConfigNode(
          .scalar(Scalar(text, isPlain: true)),
          at: SourcePosition(file: side.text, line: 1, column: 1)),
        title: "'where'")
    }
    return try input.chosen(by: side, where: condition)
  }

  private func runs(of workflow: String?) throws -> [RunRecord] {
    let all = try store.runs(of: workflow)
    if side.isOfAllRuns { return all }
    guard let name = side.run else { return Array(all.prefix(1)) }
    let found = all.filter { $0.id.hasPrefix(name) }
    guard found.count != 1 else { return found }
    throw Diagnostics(
      .unknownNode,
      found.isEmpty
        ? "there is no run '\(name)' in database '\(store.path)'"
        : "\(found.count) runs in database '\(store.path)' begin with '\(name)'",
      hint: Suggestion.hint(for: name, among: all.map(\.id)) ?? "cms-cc list shows them")
  }
}
