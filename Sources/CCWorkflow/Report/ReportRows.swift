internal import CCResults
internal import CampaignStore
internal import EECore

/// The rows of a report, with their parameters beside them.
struct ReportRows {
  /// A row, and where what its experiment says stands.
  private struct Found {
    var row: ResultRow
    let experiment: Int?
    let parameters: String?
  }

  private let experiments: StoredExperiments
  private var found: [Found] = []
  private var groups: [String] = []
  /// States and hosts are few, and one text for all of them is shared.
  private var shared: [String: String] = [:]
  /// What attempts were run with.
  private(set) var facts: StoredFacts

  /// Reads the attempts of runs, and their jobs that had none, in the order of the plan.
  init(_ store: CampaignStore, runs: [String]) throws(StoreError) {
    facts = StoredFacts(store)
    experiments = try StoredExperiments(store)
    let known = store.parametersColumn
    try store.connection.query(
      """
      SELECT n.name, n.uuid, n."group", \(known), coalesce(a.number, 0),
        coalesce(a.state, n.state), coalesce(a.cause, n.cause), a.host, a.exit_code, a.seconds,
        a.neighbours, a.id, n.run, \(store.factsColumn)
      FROM nodes n LEFT JOIN attempts a ON a.node = n.id
      WHERE n.run IN (SELECT value FROM json_each(?)) AND n.present AND n.kind = 'job' AND (n.uuid IS NOT NULL
        OR \(known) IS NOT NULL OR n.state IN ('done', 'failed', 'lost', 'cancelled', 'skipped', 'unverified'))
      ORDER BY n.id, a.number
      """, [.text(JSONWriter.text(.array(runs.map(JSONValue.string))))]
    ) { (row: Row) throws(StoreError) in try append(row) }
    sort()
  }

  var rows: [ResultRow] { found.map(\.row) }

  /// The campaigns of the experiments, in the order of the rows.
  var campaigns: [String] {
    var campaigns: [String] = []
    for row in found {
      guard let experiment = row.experiment else { continue }
      let campaign = experiments.all[experiment].campaign
      if campaigns.last != campaign, !campaigns.contains(campaign) { campaigns.append(campaign) }
    }
    return campaigns
  }

  private mutating func append(_ row: Row) throws(StoreError) {
    let name = row.text(0)
    let uuid = row.optionalText(1)
    let group = row.optionalText(2)
    let experiment = uuid.flatMap { experiments.place(uuid: $0, node: name, group: group) }
    var result = ResultRow(
      run: share(row.text(12)), node: name,
      experiment: experiment.map { experiments.all[$0].identifier },
      uuid: uuid, attempt: row.int(4), state: share(row.text(5)),
      cause: row.optionalText(6).map { share($0) }, host: row.optionalText(7).map { share($0) },
      exitCode: row.optionalInt(8), seconds: row.optionalDouble(9),
      neighbours: row.optionalInt(10))
    if let group {
      result.group = share(group)
      if groups.last != group, !groups.contains(group) { groups.append(group) }
    }
    result.attemptID = row.optionalText(11)
    result.facts = try facts.place(of: row.optionalText(13))
    found.append(Found(row: result, experiment: experiment, parameters: row.optionalText(3)))
  }

  private mutating func share(_ text: String) -> String {
    if let known = shared[text] { return known }
    if shared.count < 1000 { shared[text] = text }
    return text
  }

  /// Other jobs come first, then experiments by campaign and place; attempts keep their order.
  private mutating func sort() {
    let keys = found.map { row in row.experiment.map { experiments.all[$0].order } ?? -1 }
    let isSorted = zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }
    guard !isSorted else { return }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    found = order.map { found[$0] }
  }

  /// Returns the parameters: axes in their order, then others in order of appearance.
  ///
  /// Where there are several fan-outs, the node that each belongs to is one more parameter, the
  /// first: points of two of them may be the same.
  func parameters(inOrderOf axes: [String]) -> [ParameterColumn] {
    var columns = ParameterColumns()
    for (index, row) in found.enumerated() {
      let json = row.experiment.map { experiments.all[$0].parameters } ?? row.parameters
      if let json { columns.append(json, row: index) }
    }
    let swept = axes.compactMap { axis in columns.all.first { $0.name == axis } }
    let others = columns.all.filter { !axes.contains($0.name) }
    guard groups.count > 1 else { return swept + others }
    let taken = Set(columns.all.map(\.name) + axes)
    let name = ["node", "group"].first { !taken.contains($0) } ?? "node of the workflow"
    var column = ParameterColumn(name)
    for (index, row) in found.enumerated() {
      guard let group = row.row.group else { continue }
      column.pad(to: index)
      column.append(group, isText: true)
    }
    column.pad(to: found.count)
    return [column] + swept + others
  }
}

/// Parameters that come as JSON objects, one a row.
private struct ParameterColumns {
  private(set) var all: [ParameterColumn] = []
  private var places: [String: Int] = [:]

  mutating func append(_ json: String, row: Int) {
    guard case .object(let members)? = try? JSONParser.parse(json) else { return }
    for (guess, member) in members.enumerated() {
      let place = place(of: member.key, guess: guess)
      all[place].pad(to: row)
      // A name that comes twice counts once.
      guard all[place].codes.count == row else { continue }
      switch member.value {
      case .number(let text): all[place].append(text)
      case .string(let text): all[place].append(text, isText: true)
      default: all[place].append(JSONWriter.text(member.value))
      }
    }
  }

  private mutating func place(of name: String, guess: Int) -> Int {
    if guess < all.count, all[guess].name == name { return guess }
    if let place = places[name] { return place }
    places[name] = all.count
    all.append(ParameterColumn(name))
    return all.count - 1
  }
}
