internal import CampaignStore

/// The experiments of a database, found by what nodes say of them.
///
/// - Cost: one pass over all; nothing has to be indexed.
struct StoredExperiments {
  struct Entry {
    let identifier: String
    let campaign: String
    let parameters: String
    /// By campaign, then by place in it.
    var order = 0
  }

  private(set) var all: [Entry] = []
  private var first: [String: Int] = [:]
  /// The next one of the same uuid; a renamed one may be there under both names.
  private var next: [Int: Int] = [:]

  init(_ store: CampaignStore) throws(StoreError) {
    var points: [Int] = []
    try store.connection.query(
      "SELECT identifier, campaign, parameters, uuid, point FROM experiments ORDER BY id"
    ) { (row: Row) throws(StoreError) in
      let campaign = all.last?.campaign
      let name = row.text(1)
      all.append(
        Entry(
          identifier: row.text(0), campaign: campaign == name ? campaign ?? name : name,
          parameters: row.text(2)))
      points.append(row.int(4))
      let uuid = row.text(3)
      guard let head = first[uuid] else {
        first[uuid] = all.count - 1
        return
      }
      var last = head
      while let following = next[last] { last = following }
      next[last] = all.count - 1
    }
    number(points)
  }

  private mutating func number(_ points: [Int]) {
    let names = Set(all.map(\.campaign)).sorted()
    let ranks = Dictionary(uniqueKeysWithValues: zip(names, 0...))
    let campaigns = all.map { ranks[$0.campaign] ?? 0 }
    let sorted = all.indices.sorted {
      (campaigns[$0], points[$0], $0) < (campaigns[$1], points[$1], $1)
    }
    for (order, place) in sorted.enumerated() { all[place].order = order }
  }

  /// Returns the experiment of a node: that with its name, else the first with its uuid.
  func place(uuid: String, node: String, group: String?) -> Int? {
    guard let head = first[uuid] else { return nil }
    guard let group, next[head] != nil else { return head }
    var place: Int? = head
    while let candidate = place {
      if node == group + "/" + all[candidate].identifier { return candidate }
      place = next[candidate]
    }
    return head
  }
}
