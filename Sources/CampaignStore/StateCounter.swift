internal import EECore

/// Counts experiments by the state of the node that ran each last; nodes come oldest first.
struct StateCounter: ~Copyable {
  typealias Text = UnsafeBufferPointer<UInt8>

  private struct Campaign {
    let name: [UInt8]
    /// What its jobs begin with.
    let place: [UInt8]
    var experiments: [Fingerprint: Experiment]
    /// The names of their directories, as ``DirectoryNames`` has them.
    var names: [UInt64]
  }

  private struct Experiment {
    /// The number of its state.
    var state: Int
    /// Of the files that it was generated as.
    let content: Int
  }

  private static let done = Array("done".utf8)
  private static let anyPlace = Array("{\"place\":".utf8)

  private var campaigns: [Campaign] = []
  /// The states that occur, and how many experiments there are of each; no run has the first, and
  /// the second is that of done ones which were generated anew since in another way.
  private var names = [Array("ready".utf8), Array("stale".utf8)]
  private var tally = [0, 0]
  private var text = ByteWriter(capacity: 512)

  /// Takes up a campaign; of room for more experiments than it has only some is wasted.
  mutating func add(campaign: String, place: [UInt8], room: Int) {
    campaigns.append(
      Campaign(
        name: Array(campaign.utf8), place: place, experiments: Dictionary(minimumCapacity: room),
        names: []))
    campaigns[campaigns.count - 1].names.reserveCapacity(room)
  }

  mutating func add(experiment identifier: Text, uuid: Text, files: Text, of campaign: Text) {
    guard let index = campaigns.firstIndex(where: { campaign.elementsEqual($0.name) }) else {
      return
    }
    let experiment = Experiment(state: 0, content: FilesText.content(of: files))
    campaigns[index].experiments[key(uuid, identifier)] = experiment
    campaigns[index].names.append(DirectoryNames.hash(identifier))
    tally[0] += 1
  }

  /// Takes up a node that ran an experiment under a name; another directory's is passed over.
  ///
  /// `content` is of the files that it began its last attempt with; nil where nobody knows.
  mutating func add(
    node name: Text, group: Text, uuid: Text, job: Text, state: Text, content: Int?
  ) {
    guard name.count > group.count else { return }
    let key = key(uuid, Text(rebasing: name[(group.count + 1)...]))
    let isAnywhere = !job.starts(with: StateCounter.anyPlace)
    let content = state.elementsEqual(StateCounter.done) ? content : nil
    for index in campaigns.indices where isAnywhere || job.starts(with: campaigns[index].place) {
      guard let found = campaigns[index].experiments.index(forKey: key) else { continue }
      let experiment = campaigns[index].experiments.values[found]
      let isStale = content.map { $0 != experiment.content } ?? false
      let number = isStale ? 1 : number(of: state)
      tally[experiment.state] -= 1
      tally[number] += 1
      campaigns[index].experiments.values[found].state = number
    }
  }

  /// How many experiments there are of each state that any has.
  var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for (number, count) in tally.enumerated() where count > 0 {
      let name = number == 1 ? StateCounter.done : names[number]
      counts[String(decoding: name, as: UTF8.self), default: 0] += count
    }
    return counts
  }

  /// How many are done, and were generated anew since in another way.
  var stale: Int { tally[1] }

  /// Returns how many have no directory among those of their campaigns.
  func missing(_ directories: [String: DirectoryNames]) -> Int {
    campaigns.reduce(0) { count, campaign in
      let directory = directories[String(decoding: campaign.name, as: UTF8.self)]
      return count + campaign.names.count { directory?.contains(hash: $0) == false }
    }
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
