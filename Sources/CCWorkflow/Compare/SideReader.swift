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
      var found = try ReportQuery(store).input(run)
      found.declarations = try declarations(of: run.id)
      try addFacts(to: &found)
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

  /// What the jobs of a run were to leave, and which of its values are good.
  private func declarations(of run: String) throws(StoreError) -> [ResultDeclaration] {
    var found: [ResultDeclaration] = []
    for text in try store.declaredResults(of: run) {
      for result in ResultSpec.results(in: text)
      where !found.contains(where: { $0.name == result.name }) {
        let goal = result.goal.flatMap { Goal(rawValue: $0.rawValue) }
        found.append(ResultDeclaration(result.name, unit: result.unit, goal: goal))
      }
    }
    return found
  }

  private func addFacts(to input: inout ReportInput) throws(StoreError) {
    guard input.facts.isEmpty else { return }
    let known = try store.facts(of: input.rows.first?.run ?? "")
    guard !known.isEmpty else { return }
    var places: [[String]: Int] = [:]
    var sets: [FactSet] = []
    input.setFacts { row in
      guard let contents = row.attemptID.flatMap({ known[$0] }) else { return nil }
      if let place = places[contents] { return place }
      places[contents] = sets.count
      sets.append(SideReader.set(contents))
      return sets.count - 1
    }
    input.facts = sets
  }

  /// What several objects say together: where two say the same, the later counts.
  private static func set(_ contents: [String]) -> FactSet {
    var facts: [String: String] = [:]
    for content in contents {
      guard case .object(let members)? = try? JSONParser.parse(content) else { continue }
      for member in members {
        if case .string(let text) = member.value { facts[member.key] = text }
      }
    }
    return FactSet(facts.sorted { $0.key < $1.key }.map { NamedText($0.key, $0.value) })
  }
}
