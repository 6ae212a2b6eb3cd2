/// Whose turn it is among groups of jobs that have equally much behind them: one job of each, however
/// many each has.
///
/// A group that comes later begins where the others are by then, so that it neither waits for them
/// nor makes them wait until it has caught up.
struct FairShare: Sendable {
  private struct Place: Hashable {
    let host: Int
    let priority: Int32
  }

  /// The turn of the last member of each group that has one.
  private var latest: [Int: Int32] = [:]
  /// The greatest turn that has been taken on each host.
  private var times: [Place: Int32] = [:]

  /// Returns the turn of a job that may start now on some hosts; a job of no group comes at once.
  mutating func turn(ofGroup group: Int?, priority: Int32, hosts: [Int]) -> Int32 {
    let now = hosts.map { times[Place(host: $0, priority: priority)] ?? 0 }.min() ?? 0
    guard let group else { return now }
    let turn = latest[group].map { max(now, $0 &+ 1) } ?? now
    latest[group] = turn
    return turn
  }

  /// A job was started on a host.
  mutating func note(_ turn: Int32, priority: Int32, host: Int) {
    let place = Place(host: host, priority: priority)
    if turn > times[place] ?? 0 { times[place] = turn }
  }
}
