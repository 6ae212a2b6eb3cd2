/// At what time something is to be done about which vertex; at most one for each.
struct Deadlines: Sendable {
  enum Purpose {
    /// The delay before a retry is over.
    case retry
    /// The job has run for as long as it may.
    case limit
    /// The job was asked to end and has not.
    case grace
  }

  private struct Entry: Comparable {
    let time: Int64
    let vertex: Int
    let ticket: Int

    static func < (left: Entry, right: Entry) -> Bool {
      (left.time, left.ticket) < (right.time, right.ticket)
    }
  }

  private var heap = Heap<Entry>()
  private var live: [Int: (ticket: Int, purpose: Purpose)] = [:]
  private var lastTicket = 0

  /// The earliest.
  var next: Int64? { heap.first?.time }

  mutating func set(_ vertex: Int, _ purpose: Purpose, at time: Int64) {
    lastTicket += 1
    live[vertex] = (lastTicket, purpose)
    heap.insert(Entry(time: time, vertex: vertex, ticket: lastTicket))
    tidy()
  }

  mutating func remove(_ vertex: Int) {
    if live.removeValue(forKey: vertex) != nil { tidy() }
  }

  /// Takes one that has passed; the earliest first.
  mutating func takeFirst(until now: Int64) -> (vertex: Int, purpose: Purpose)? {
    guard let entry = heap.first, entry.time <= now, let found = live[entry.vertex] else {
      return nil
    }
    remove(entry.vertex)
    return (entry.vertex, found.purpose)
  }

  /// Keeps the first entry one that counts, and those that do not count fewer than those that do.
  private mutating func tidy() {
    if heap.elements.count > 2 * live.count + 64 {
      heap.removeAll { [live] in live[$0.vertex]?.ticket != $0.ticket }
    }
    while let entry = heap.first, live[entry.vertex]?.ticket != entry.ticket { heap.removeFirst() }
  }
}
