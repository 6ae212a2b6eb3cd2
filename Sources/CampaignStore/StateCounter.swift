internal import EECore

/// Counts experiments by the state of the node that ran each last; nodes come oldest first.
struct StateCounter: ~Copyable {
  typealias Text = UnsafeBufferPointer<UInt8>

  private struct Campaign {
    let name: [UInt8]
    /// What its jobs begin with.
    let place: [UInt8]
    /// For each experiment the number of its state.
    var states: [Fingerprint: Int]
  }

  private static let anyPlace = Array("{\"place\":".utf8)

  private var campaigns: [Campaign] = []
  /// The states that occur, and how many experiments there are of each; no run has the first.
  private var names = [Array("ready".utf8)]
  private var tally = [0]
  private var text = ByteWriter(capacity: 512)

  /// Takes up a campaign; of room for more experiments than it has only some is wasted.
  mutating func add(campaign: String, place: [UInt8], room: Int) {
    campaigns.append(
      Campaign(
        name: Array(campaign.utf8), place: place, states: Dictionary(minimumCapacity: room)))
  }

  mutating func add(experiment identifier: Text, uuid: Text, of campaign: Text) {
    guard let index = campaigns.firstIndex(where: { campaign.elementsEqual($0.name) }) else {
      return
    }
    campaigns[index].states[key(uuid, identifier)] = 0
    tally[0] += 1
  }

  /// Takes up a node that ran an experiment under a name; another directory's is passed over.
  mutating func add(node name: Text, group: Text, uuid: Text, job: Text, state: Text) {
    guard name.count > group.count else { return }
    let key = key(uuid, Text(rebasing: name[(group.count + 1)...]))
    let isAnywhere = !job.starts(with: StateCounter.anyPlace)
    for index in campaigns.indices where isAnywhere || job.starts(with: campaigns[index].place) {
      guard let found = campaigns[index].states.index(forKey: key) else { continue }
      let number = number(of: state)
      tally[campaigns[index].states.values[found]] -= 1
      tally[number] += 1
      campaigns[index].states.values[found] = number
    }
  }

  /// How many experiments there are of each state that any has.
  var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for (name, count) in zip(names, tally) where count > 0 {
      counts[String(decoding: name, as: UTF8.self)] = count
    }
    return counts
  }

  private mutating func number(of state: Text) -> Int {
    if let number = names.firstIndex(where: { state.elementsEqual($0) }) { return number }
    names.append(Array(state))
    tally.append(0)
    return names.count - 1
  }

  /// Both texts as one hash, which stands for them: 128 bits of it.
  private mutating func key(_ uuid: Text, _ identifier: Text) -> Fingerprint {
    text.clear()
    text.append(uuid)
    text.append(UInt8(ascii: "\n"))
    text.append(identifier)
    return Fingerprint(UnsafeRawBufferPointer(text.bytes))
  }
}
