import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// A workflow with a job that runs until it is told to end, or until there is a file `go`.
struct HeldStudy {
  let test: CommandTest

  /// Makes the workflow: `held` and `after` behind it, and `beside`, which waits for `go` as well.
  init(_ job: String = "until test -e go; do sleep 0.01; done") throws {
    test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          held: {exec: 'echo held >> ran.txt; \(job)'}
          after: {exec: 'echo after >> ran.txt'}
          beside: {exec: 'until test -e go; do sleep 0.01; done; echo beside >> ran.txt'}
        dependencies: ["held, after"]

      """)
  }

  /// The same study, whose commands find another environment.
  init(_ study: HeldStudy, with test: CommandTest) { self.test = test }

  /// Starts a runner and waits until both jobs that wait are recorded as running.
  func start(_ options: String...) throws -> StartedCommand {
    let runner = try test.start(["cms-cc", "run", "workflow.yaml", "-j", "4"] + options)
    let isRunning = try test.comesTrue {
      let states = (try? states()) ?? [:]
      return states["held"] == "running" && states["beside"] == "running"
    }
    try #require(isRunning, "\(runner.printed)")
    return runner
  }

  func go() throws { try test.place.write("go", "") }

  /// What jobs wrote, sorted.
  var ran: [String] {
    ((try? test.place.text("ran.txt")) ?? "").split(separator: "\n").map(String.init).sorted()
  }

  func store() throws -> CampaignStore {
    try CampaignStore(test.place.at("workflow.db"), .readOnly)
  }

  func states() throws -> [String: String] {
    let store = try store()
    guard let run = try store.runs().first else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: try store.nodes(of: run.id).map { ($0.name, $0.state.rawValue) })
  }

  func attempt(of node: String) throws -> AttemptRecord {
    let store = try store()
    let run = try #require(store.runs().first).id
    return try #require(store.latestAttempts(of: run)[node])
  }

  func openRequests() throws -> [RequestRecord] {
    let store = try store()
    return try store.openRequests(of: #require(store.runs().first).id)
  }

  /// What came of the requests, in their order.
  func answers() throws -> [String] {
    try store().connection.rows("SELECT answer FROM requests ORDER BY id") { $0.text(0) }
  }

  /// Waits until no process of any job is left.
  func expectNothingLeft() throws {
    #expect(try test.comesTrue { try Processes.all(below: test.place.path).isEmpty })
  }
}
