import CampaignStore
import TestSupport
import Testing

/// How many experiments there are of each state, as `list --summary` counts them.
@Suite struct ListingTests {
  private let store: CampaignStore

  init() throws {
    store = try CampaignStore(":memory:")
    try store.connection.execute(
      """
      INSERT INTO campaigns (name, file, directory, axes)
        VALUES ('a', 'a', 'x', '[]'), ('b', 'b', 'y', '[]');
      INSERT INTO experiments (campaign, point, identifier, uuid, parameters) VALUES
        ('a', 0, 'one', 'u1', '{}'), ('a', 1, 'two', 'u2', '{}'), ('a', 2, 'three', 'u3', '{}'),
        ('b', 0, 'one', 'u1', '{}');
      INSERT INTO runs (id, workflow, file, state, created)
        VALUES ('r', 'w', '/w', 'done', '1'), ('s', 'w', '/w', 'done', '2');
      """)
  }

  private func node(
    _ run: String, _ name: String, _ state: String, uuid: String?, job: String? = nil
  ) throws {
    try store.connection.run(
      """
      INSERT INTO nodes (run, name, kind, "group", state, uuid, job)
      VALUES (?, 'train/' || ?, 'job', 'train', ?, ?, ?)
      """, [.text(run), .text(name), .text(state), SQLValue(uuid), SQLValue(job)])
  }

  /// Both ways of asking, which must agree.
  private func states() throws -> [String] {
    let listed = try store.listedExperiments()
    let counts = Dictionary(listed.map { ($0.state, 1) }, uniquingKeysWith: +)
    #expect(try store.experimentCounts().states == counts)
    return listed.map { "\($0.campaign)/\($0.identifier) \($0.state)" }
  }

  @Test func `what no run has is ready`() throws {
    #expect(try store.experimentCounts().states == ["ready": 4])
  }

  @Test func `the newest node counts, for every campaign that has the experiment`() throws {
    try node("r", "one", "failed", uuid: "u1")
    try node("r", "two", "done", uuid: "u2")
    try node("s", "one", "done", uuid: "u1")
    try node("s", "fetch", "lost", uuid: nil)
    try node("s", "gone", "lost", uuid: "u9")
    #expect(try store.experimentCounts().states == ["ready": 1, "done": 3])
    #expect(try states() == ["a/one done", "a/two done", "a/three ready", "b/one done"])
  }

  @Test func `a node counts for the identifier that it ran under, and for no other`() throws {
    try node("r", "was", "done", uuid: "u2")
    try node("r", "one", "done", uuid: "u1")
    try node("s", "other", "failed", uuid: "u1")
    #expect(try states() == ["a/one done", "a/two ready", "a/three ready", "b/one done"])
  }

  @Test func `a node counts for the directory that it ran in, and for no other`() throws {
    try node("r", "one", "failed", uuid: "u1", job: #"{"place":"x","command":[]}"#)
    try node("s", "one", "done", uuid: "u1", job: #"{"place":"xx","command":[]}"#)
    try node("s", "two", "done", uuid: "u2", job: #"{"command":[]}"#)
    #expect(try states() == ["a/one failed", "a/two done", "a/three ready", "b/one ready"])
  }

  @Test func `experiments are chosen by campaign and by state`() throws {
    try node("r", "one", "failed", uuid: "u1")
    try node("r", "two", "done", uuid: "u2")
    func names(_ campaign: String?, _ states: Set<String>?) throws -> [String] {
      try store.listedExperiments(campaign: campaign, states: states).map {
        "\($0.campaign)/\($0.identifier)"
      }
    }
    #expect(try names("a", nil) == ["a/one", "a/two", "a/three"])
    #expect(try names(nil, ["failed"]) == ["a/one", "b/one"])
    #expect(try names("a", ["ready", "done"]) == ["a/two", "a/three"])
    #expect(try names("b", ["done"]) == [])
    #expect(try names("c", nil) == [])
    #expect(try store.experimentCounts(of: "a").states == ["ready": 1, "done": 1, "failed": 1])
    #expect(try store.experimentCounts(of: "c").states == [:])
  }
}
