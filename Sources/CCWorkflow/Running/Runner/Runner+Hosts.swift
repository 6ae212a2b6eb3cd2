internal import CampaignStore
internal import HostIO

/// What becomes of hosts besides the jobs that they run.
extension Runner {
  /// Nanoseconds between two questions about devices that somebody else has.
  static let pauseBetweenLooks: Int64 = 5_000_000_000
  /// The same for other hosts, where the hosts file does not state it.
  private static let pauseBetweenRemoteLooks: Int64 = 10_000_000_000
  /// Jobs that are named at the end.
  private static let mostLeavings = 5

  /// Sees whether devices that somebody else had are free again.
  func lookForDevices(into step: inout RunnerStep) throws {
    let now = clock.now()
    for place in hosts.taken where now >= nextLooks[place] ?? 0 {
      try backends.look(at: hosts.deviceNames(at: place), of: place)
      let pause = hosts.host(at: place)?.interval ?? Self.pauseBetweenRemoteLooks
      nextLooks[place] = Span.sum(now, pause)
    }
    guard hosts.here.areTaken, now >= nextLook else { return }
    let active = attempts.values.filter(\.state.isActive).map(\.id)
    if hosts.here.lookAgain(attempts: Set(active)) {
      step.events.append(.pool(hosts.here.pool(slots: slots, needsDevices: true)))
      noteTaken(at: 0, into: &step)
    }
    nextLook = now + Self.pauseBetweenLooks
  }

  /// Notes how many devices of a host somebody else has, where that has changed.
  func noteTaken(at place: Int, into step: inout RunnerStep) {
    let count = hosts.countTaken(at: place)
    guard count != takenCounts[place] ?? 0 else { return }
    takenCounts[place] = count
    // They are looked at again a while after, not at once.
    if place > 0, count > 0, nextLooks[place] == nil {
      nextLooks[place] = Span.sum(
        clock.now(), hosts.host(at: place)?.interval ?? Self.pauseBetweenRemoteLooks)
    }
    let all = hosts.deviceNames(at: place).count
    step.hostEvents.append(
      count == 0
        ? HostEvent(.devicesFree, name(of: place))
        : HostEvent(.devicesTaken, name(of: place), Self.text(taken: count, of: all)))
  }

  private static func text(taken count: Int, of all: Int) -> String {
    "\(count) of \(all) \(all == 1 ? "GPU" : "GPUs") \(count == 1 ? "is" : "are") used by somebody else"
  }

  private func name(of place: Int) -> String { hosts.host(at: place)?.name ?? Fleet.here }

  /// Notes the hosts that get nothing more from here on.
  func noteDrained(into step: inout RunnerStep) {
    for (place, host) in engine.ledger.hosts.enumerated() where host.isDrained {
      guard drained.insert(place).inserted else { continue }
      step.hostEvents.append(HostEvent(.drained, host.name, host.drainText))
    }
  }

  /// What a view says of hosts that can be reached.
  var remarks: [String] {
    engine.ledger.hosts.filter(\.isDrained).map { "'\($0.name)': \($0.drainText)" }
      + takenCounts.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { place, count in
        let all = hosts.deviceNames(at: place).count
        return "'\(name(of: place))': \(Self.text(taken: count, of: all))"
      }
  }

  /// A host can be reached, or cannot be for now and why.
  func reach(_ place: Int, _ problem: String?, _ step: inout RunnerStep) {
    step.events.append(.reach(host: place, isOpen: problem == nil))
    guard let host = hosts.host(at: place) else { return }
    step.hostEvents.append(HostEvent(problem == nil ? .reached : .unreachable, host.name, problem))
    unreachable[host.name] = problem
    guard problem != nil else { return }
    // What nobody there can have heard of goes where there is room, if it may go elsewhere.
    let movable = engine.active.filter { vertex in
      engine.vertices[vertex].lease?.host == place
        && (engine.vertices[vertex].demand?.request.hosts.count ?? 0) > 1
    }
    for vertex in backends.giveBack(movable.sorted(), from: place) {
      if let attempt = attempt(of: vertex) { abandon(attempt, of: vertex, into: &step) }
    }
  }

  /// A host is being switched on.
  func raise(_ place: Int, _ news: HostSwitch.News, _ step: inout RunnerStep) {
    guard let host = hosts.host(at: place)?.name else { return }
    // It is called again and again: who knows that it fails is not told each time.
    let isKnown = unreachable[host] != nil
    switch news {
    case .called(let command):
      begin("up", command, of: host, isSaid: !isKnown)
      step.hostEvents.append(HostEvent(.switchingOn, host, command))
    case .ended(let time):
      end("up", of: host, "has ended well after \(RunView.duration(time))")
      step.hostEvents.append(HostEvent(.switchedOn, host))
    case .failed(let reason):
      switching[host] = nil
      if unreachable[host] != reason {
        notices.append("host '\(host)': \(reason); it is called again")
      }
      step.hostEvents.append(HostEvent(.notSwitchedOn, host, reason))
    }
  }

  private func begin(_ key: String, _ command: String, of host: String, isSaid: Bool = true) {
    switching[host] = RunSnapshot.Switching(
      host: host, key: key, command: command, since: WallClock.now())
    if isSaid { notices.append("host '\(host)': '\(key)' is called: \(command)") }
  }

  private func end(_ key: String, of host: String, _ outcome: String) {
    switching[host] = nil
    notices.append("host '\(host)': '\(key)' \(outcome)")
  }

  /// Keeps what a job left on another host.
  func record(_ text: String, leftBy vertex: Int) throws(StoreError) {
    let node = graph.name(of: vertex)
    leavings.append("'\(node)': \(text)")
    try store.recordEvent(
      "left_on_host", run: record.id, node: node, attempt: attempts[node]?.id, detail: text)
  }

  /// What is said to the user at the end, besides what became of the nodes.
  package var warnings: [String] {
    let more = leavings.count - Self.mostLeavings
    return problems + leavings.prefix(Self.mostLeavings)
      + (more > 0 ? ["\(more) more jobs left files on other hosts: events 'left_on_host'"] : [])
  }

  /// Switches off the hosts that were switched on for the run, by whichever runner.
  ///
  /// Who interrupts this does not want to wait: what was called goes on.
  func switchOff() throws {
    backends.abandon()
    switching = [:]
    let calls = HostsDown(surroundings.hostRecords, in: loop, at: clock.now())
    try take(calls.takeNews())
    waiting: while calls.isBusy {
      if !interruptions.isAsking { observe(self) }
      for tag in loop.wait(upTo: 1000) where !calls.take(tag, at: clock.now()) {
        if let choice = interruptions.choice(for: tag) {
          if case .goOn = choice { continue }
          break waiting
        }
        // What other hosts still have to say changes nothing any more.
        _ = try backends.news(for: tag)
      }
      calls.stop(at: clock.now())
      try take(calls.takeNews())
    }
    observe(self)
  }

  private func take(_ news: [HostsDown.News]) throws {
    guard !news.isEmpty else { return }
    let events = news.map { host, news in
      switch news {
      case .called(let command):
        begin("down", command, of: host)
        return HostEvent(.switchingOff, host, command)
      case .ended(let time):
        end("down", of: host, "has ended well after \(RunView.duration(time))")
        return HostEvent(.switchedOff, host)
      case .failed(let reason):
        switching[host] = nil
        problems.append("host '\(host)': \(reason)")
        return HostEvent(.leftOn, host, reason)
      }
    }
    try store.transaction(of: record.id, owner: owner) { () throws(StoreError) in
      for event in events { try record(event) }
    }
  }
}
