import CampaignStore
import HostIO
import TestSupport
import Testing

/// What other processes ask of a run, and what becomes known while it goes on.
@Suite struct RequestTests {
  private let place: TemporaryDirectory
  private let store: CampaignStore

  init() throws {
    place = try TemporaryDirectory()
    store = try CampaignStore(place.at("a.db"))
    for run in ["r", "s"] {
      try store.insertRun(
        id: run, workflow: run, file: "/w.yaml", after: nil,
        owner: ("g", ProcessIdentity(pid: 7, startTime: "123", bootID: "boot")),
        nodes: [
          NodeRecord(name: "a", kind: .job), NodeRecord(name: "g", kind: .group, isOpen: true),
        ],
        edges: [])
    }
  }

  @Test(arguments: RequestRecord.Action.allCases, [nil, [], ["a", "say \"hi\"", "train/ä 1"]])
  func `a request comes back as it was made`(
    action: RequestRecord.Action, nodes: [String]?
  ) throws {
    let other = try CampaignStore(place.at("a.db"))
    let id = try other.insertRequest(action, nodes: nodes, run: "r")
    let open = try store.openRequests(of: "r")
    #expect(open.map(\.id) == [id])
    #expect(open.map(\.action) == [action])
    #expect(open.map(\.nodes) == [nodes])
    #expect(open.map(\.handled) == [nil])
    #expect(try store.openRequests(of: "s") == [])
  }

  @Test func `requests are open in their order until they are answered, once`() throws {
    let first = try store.insertRequest(.pause, nodes: nil, run: "r")
    let second = try store.insertRequest(.cancel, nodes: ["a"], run: "r")
    #expect(try store.openRequests(of: "r").map(\.id) == [first, second])
    try store.transaction(of: "r", owner: 1) { () throws(StoreError) in
      try store.answer(first, "paused")
    }
    #expect(try store.openRequests(of: "r").map(\.id) == [second])
    try store.transaction(of: "r", owner: 1) { () throws(StoreError) in
      try store.answer(first, "again")
    }
    let answered = try #require(try store.request(first))
    #expect(answered.answer == "paused")
    #expect(try #require(answered.handled) >= answered.created)
    #expect(try store.request(99) == nil)
  }

  @Test func `an owner that was overtaken answers nothing`() throws {
    let request = try store.insertRequest(.pause, nodes: nil, run: "r")
    let error = #expect(throws: StoreError.self) {
      try store.transaction(of: "r", owner: 0) { () throws(StoreError) in
        try store.answer(request, "late")
      }
    }
    #expect(error?.kind == .ownerLost)
    #expect(try store.request(request)?.handled == nil)
  }

  @Test func `members that become known are added behind, and their group is closed`() throws {
    let member = NodeRecord(name: "g/1", kind: .job, group: "g", job: "{}")
    try store.transaction(of: "r", owner: 1) { () throws(StoreError) in
      try store.insert(
        [member], [EdgeRecord(source: "a", destination: "g/1")], run: "r")
      try store.recordOpen(false, group: "g", run: "r")
      try store.recordRetries(2, of: "a", run: "r")
    }
    #expect(
      try store.nodes(of: "r") == [
        NodeRecord(name: "a", kind: .job, retries: 2), NodeRecord(name: "g", kind: .group), member,
      ])
    #expect(try store.edges(of: "r") == [EdgeRecord(source: "a", destination: "g/1")])
    #expect(try store.nodes(of: "s").map(\.isOpen) == [false, true])
  }

  @Test func `a lease and the cause of a failure come back as they were recorded`() throws {
    var attempt = AttemptRecord(
      id: "t", node: "a", number: 1, directory: "/x", state: .submitted, boot: "boot",
      neighbours: 0, input: nil, submitted: "1", cpus: 4, memory: 1 << 40, gpu: "GPU-1,GPU-2")
    try store.insertAttempt(attempt, run: "r")
    #expect(try store.latestAttempts(of: "r") == ["a": attempt])
    attempt.isKilled = true
    attempt.failure = "timeout"
    try store.updateAttempt(attempt)
    #expect(try store.latestAttempts(of: "r") == ["a": attempt])
  }
}
