/// The places of a run where jobs run: this machine, and the hosts that jobs are sent to.
final class BackendGroup {
  /// What a place has to say.
  struct News {
    /// Of the fleet.
    let place: Int
    let report: BackendReport
  }

  private var backends: [Int: any JobBackend] = [:]
  /// Of attempts that are under way.
  private var places: [Int: Int] = [:]
  private let make: (Int) throws -> any JobBackend

  /// `make` is asked for the backend of a place when something is first wanted there.
  init(make: @escaping (Int) throws -> any JobBackend) { self.make = make }

  func backend(at place: Int) throws -> any JobBackend {
    if let backend = backends[place] { return backend }
    let backend = try make(place)
    backends[place] = backend
    return backend
  }

  func launch(_ submission: Submission, at place: Int) throws {
    let backend = try backend(at: place)
    places[submission.ticket] = place
    try backend.launch(submission)
  }

  func recover(_ submission: Submission, at place: Int) throws -> Recovery {
    let backend = try backend(at: place)
    places[submission.ticket] = place
    return try backend.recover(submission)
  }

  /// Finds out what a host has.
  func survey(at place: Int) throws { try backend(at: place).survey() }

  /// Finds out on which devices of a host somebody else computes.
  func look(at devices: [String], of place: Int) throws {
    try backend(at: place).look(at: devices)
  }

  /// Gives back those of some attempts of which nobody at a place can have heard, and returns them.
  func giveBack(_ tickets: [Int], from place: Int) -> [Int] {
    backends[place]?.giveBack(tickets) ?? []
  }

  /// Ends what is called here for hosts that nobody needs any more.
  func abandon() { for backend in backends.values { backend.abandon() } }

  func terminate(_ tickets: [Int]) {
    for (place, tickets) in byPlace(tickets) { backends[place]?.terminate(tickets) }
  }

  func kill(_ tickets: [Int]) {
    for (place, tickets) in byPlace(tickets) { backends[place]?.kill(tickets) }
  }

  private func byPlace(_ tickets: [Int]) -> [Int: [Int]] {
    Dictionary(grouping: tickets) { places[$0] ?? 0 }
  }

  /// Returns what the descriptor behind a tag of the event loop says; nil where it is nobody's.
  func news(for tag: UInt64) throws -> [News]? {
    for (place, backend) in backends {
      guard let reports = try backend.reports(for: tag) else { continue }
      return reports.map { News(place: place, report: $0) }
    }
    return nil
  }

  /// When one of them wants a turn, by the clock of the run.
  var nextTurn: Int64? { backends.values.compactMap(\.nextTurn).min() }

  /// Lets all do what is due by then.
  func turn(at now: Int64) throws -> [News] {
    var news: [News] = []
    for (place, backend) in backends.sorted(by: { $0.key < $1.key }) {
      guard let due = backend.nextTurn, due <= now else { continue }
      news += try backend.turn(at: now).map { News(place: place, report: $0) }
    }
    return news
  }
}
