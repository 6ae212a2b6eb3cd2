internal import CampaignStore
internal import EECore
internal import HostIO

/// What keeps jobs of a run from starting that goes on, as its runner has recorded it: nobody is asked.
struct RunObstacles {
  /// What is the matter with a host.
  struct Host: Hashable {
    enum State: String {
      case unreachable
      case drained
      case switchingOn = "switching_on"
      case switchingOff = "switching_off"
      /// Somebody else computes on some of its devices.
      case busy
    }

    let name: String
    let state: State
    let reason: String
    /// UTC, as text.
    let since: String
  }

  private(set) var hosts: [Host] = []
  private(set) var isPaused = false
  /// Why jobs wait that are to go to such hosts only, by the number of the node.
  private(set) var reasons: [Int: String] = [:]

  /// Reads them; there are none where no runner is at work.
  init(of run: RunRecord, in store: CampaignStore) throws(StoreError) {
    guard RunStatus.state(of: run) == "running" else { return }
    for event in try store.eventsOfRunner(of: run.id) { take(event) }
    hosts.sort { ($0.name, $0.state.rawValue) < ($1.name, $1.state.rawValue) }
    guard !hosts.isEmpty else { return }
    var known: [[String?]: String?] = [:]
    var reasons: [Int: String] = [:]
    try store.waiting(in: run.id) { id, hosts, gpus in
      let reason = known[[hosts, gpus]] ?? reason(hosts, gpus)
      known[[hosts, gpus]] = reason
      reasons[id] = reason
    }
    self.reasons = reasons
  }

  private mutating func take(_ event: CampaignStore.RunEvent) {
    if event.event == CampaignStore.pausedEvent { isPaused = true }
    if event.event == CampaignStore.unpausedEvent { isPaused = false }
    guard let told = HostEvent(event: event.event, text: event.detail) else { return }
    let (topics, state) = RunObstacles.meaning(of: told.kind)
    let earlier = hosts.first { $0.name == told.host && $0.state == state }
    hosts.removeAll { $0.name == told.host && topics.contains($0.state) }
    guard let state else { return }
    hosts.append(
      Host(
        name: told.host, state: state, reason: told.detail ?? "",
        since: earlier?.since ?? event.time))
  }

  /// Which states an event ends, and which one it begins.
  private static func meaning(of kind: HostEvent.Kind) -> (ends: [Host.State], begins: Host.State?)
  {
    switch kind {
    case .unreachable: ([.unreachable], .unreachable)
    case .reached: ([.unreachable], nil)
    case .drained: ([.drained], .drained)
    case .switchingOn: ([.switchingOn], .switchingOn)
    case .switchedOn, .notSwitchedOn: ([.switchingOn], nil)
    case .switchingOff: ([.switchingOff, .unreachable], .switchingOff)
    case .switchedOff, .leftOn: ([.switchingOff], nil)
    case .devicesTaken: ([.busy], .busy)
    case .devicesFree: ([.busy], nil)
    }
  }

  /// Why a job waits; nil where one of its hosts may have room for it.
  private func reason(_ hosts: String?, _ gpus: String?) -> String? {
    let names = RunObstacles.names(in: hosts) ?? [Fleet.here]
    var parts: [String] = []
    for name in names {
      let states = self.hosts.filter { $0.name == name }.map(\.state)
      if states.contains(.drained) {
        parts.append("'\(name)' gets no more jobs")
      } else if states.contains(.switchingOn) {
        parts.append("'\(name)' is being switched on")
      } else if states.contains(.unreachable) {
        parts.append("'\(name)' cannot be reached")
      } else if states.contains(.busy), gpus != nil {
        parts.append("GPUs of '\(name)' are used by somebody else")
      } else {
        return nil
      }
    }
    return parts.joined(separator: ", ")
  }

  private static func names(in json: String?) -> [String]? {
    guard let json, let value = try? JSONParser.parse(json), case .array(let items) = value else {
      return nil
    }
    return items.compactMap { if case .string(let name) = $0 { name } else { nil } }
  }

  /// One line each, for people.
  func lines(at now: Int64) -> [String] {
    let pause = isPaused ? ["paused: nothing more starts; cms-cc unpause goes on"] : []
    return pause
      + hosts.map { host in
        let time = WallClock.nanoseconds(of: host.since).map { RunView.duration(now - $0) } ?? ""
        return "'\(host.name)' \(RunObstacles.text(host.state)) (for \(time)): \(host.reason)"
      }
  }

  private static func text(_ state: Host.State) -> String {
    switch state {
    case .unreachable: "cannot be reached, and is tried again"
    case .drained: "gets no more jobs"
    case .switchingOn: "is being switched on"
    case .switchingOff: "is being switched off"
    case .busy: "is busy"
    }
  }

  /// The same for programs.
  var json: JSONValue {
    .array(
      hosts.map { host in
        .object([
          .init("name", .string(host.name)), .init("state", .string(host.state.rawValue)),
          .init("reason", .string(host.reason)), .init("since", .string(host.since)),
        ])
      })
  }
}
