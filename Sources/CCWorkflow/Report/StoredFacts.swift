internal import CCResults
internal import CampaignStore
internal import EECore

/// What attempts were run with, each distinct combination once.
struct StoredFacts {
  /// Too long to be compared; its hash is one of the facts.
  private static let unread: Set = ["code.difference"]

  private(set) var sets: [FactSet] = []
  private let store: CampaignStore
  private var places: [String: Int] = [:]

  init(_ store: CampaignStore) { self.store = store }

  /// Returns the place of what the hashes of an attempt stand for; nil where nothing is known.
  mutating func place(of hashes: String?) throws(StoreError) -> Int? {
    guard let hashes else { return nil }
    if let place = places[hashes] { return place }
    var facts: [NamedText] = []
    for content in try store.facts(hashes) {
      guard case .object(let members)? = try? JSONParser.parse(content) else { continue }
      for member in members where !Self.unread.contains(member.key) {
        guard case .string(let value) = member.value else { continue }
        facts.removeAll { $0.name == member.key }
        facts.append(NamedText(member.key, value))
      }
    }
    places[hashes] = sets.count
    sets.append(FactSet(facts))
    return sets.count - 1
  }
}
