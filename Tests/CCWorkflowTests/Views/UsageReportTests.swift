import CampaignStore
import EECore
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What `usage` says of jobs that asked for more than they used, and of others.
@Suite struct UsageReportTests {
  private let place: TemporaryDirectory
  private let store: CampaignStore

  init() throws {
    place = try TemporaryDirectory()
    store = try CampaignStore(place.at("w.db"))
  }

  private static func job(
    _ name: String, group: String? = nil, _ request: ResourceRequest = ResourceRequest(),
    limit: Int64? = nil
  ) -> NodeRecord {
    var job = JobSpec(
      command: ["true"], directory: "/", environment: [:], request: request, logLink: "/l")
    job.limit = limit
    return NodeRecord(name: name, kind: .job, group: group, state: .done, job: job.json)
  }

  private func run(_ nodes: [NodeRecord]) throws -> RunRecord {
    try store.insertRun(
      id: "r1", workflow: "w", file: "/w.yaml", after: nil,
      owner: (Environment.hostName(), ProcessIdentity.current()), nodes: nodes, edges: [])
    try store.closeRun("r1", owner: 1, state: "done")
    return try #require(store.runs().first)
  }

  /// Records an attempt that took so many seconds.
  private func attempt(
    _ node: String, _ number: Int = 1, seconds: Double, cpus: Int = 1, used: Double?,
    memory: Int = 0, peak: Int? = nil, host: String? = nil
  ) throws {
    var record = AttemptRecord(
      id: "\(node)-\(number)", node: node, number: number, directory: place.at("\(number)"),
      state: .done, boot: "b", neighbours: 0, input: nil, submitted: "2026-01-01T00:00:00.000Z",
      cpus: cpus, memory: memory, place: host)
    record.host = host
    try store.insertAttempt(record, run: "r1")
    record.ended = "2026-01-01T00:00:00.000Z"
    record.seconds = seconds
    record.cpuSeconds = used
    record.peakMemory = peak
    try store.updateAttempt(record)
  }

  private static let a100 = ResourceRequest(
    cpus: 16, memory: 16 << 30,
    gpus: [GPURequest(type: "a100"), GPURequest(type: "v100", count: 2)])

  /// A group whose members use little, a job that uses all, and jobs of which little is known.
  private func study() throws -> RunRecord {
    let run = try run([
      NodeRecord(name: "train", kind: .group),
      Self.job("train/a", group: "train", Self.a100, limit: 7_200_000_000_000),
      Self.job("train/b", group: "train", Self.a100, limit: 7_200_000_000_000),
      Self.job("busy"), Self.job("unknown"), Self.job("never"), Self.job("short"),
    ])
    try attempt("busy", seconds: 100, used: 99)
    try attempt("unknown", seconds: 5000, cpus: 64, used: nil)
    try attempt("short", seconds: 0.01, cpus: 8, used: 0, memory: 1 << 30, peak: 1)
    try attempt("train/a", seconds: 100, cpus: 16, used: 50, memory: 16 << 30, peak: 1 << 30)
    try attempt("train/b", seconds: 187, cpus: 16, used: 87, memory: 16 << 30, peak: 3 << 29)
    try attempt("train/b", 2, seconds: 10, cpus: 16, used: 10, memory: 16 << 30, peak: 1)
    return run
  }

  @Test func `those that wasted most come first, with what would have been enough`() throws {
    #expect(
      try UsageReport(of: study(), in: store).text == """
        w  run r1  done
          NODE     JOBS  CPUS  USED    LIMIT  LONGEST  MEMORY     USED  GPUS
          train       2    16   3 %  2:00:00     3:07  16 GiB  1.5 GiB  1 a100 or 2 v100
          busy        1     1  99 %        -     1:40       -        -  -
          short       1     8   0 %        -    0.0 s   1 GiB      1 B  -
          unknown     1    64     -        -  1:23:20       -        -  -
        hint: train: 3 % of 16 CPUs used; cpus: 1 would do
        hint: train: at most 1.5 GiB of 16 GiB used; memory: 1920MB would do

        """)
  }

  @Test func `of nodes that are named each job has its line`() throws {
    let report = try UsageReport(of: study(), in: store, [NodePattern("train/*")])
    #expect(report.rows.map(\.name) == ["train/b", "train/a"])
    let group = try UsageReport(
      of: #require(store.runs().first), in: store, [NodePattern("train")])
    #expect(group.rows == report.rows)
  }

  @Test func `a pattern that nothing matches is a mistake`() throws {
    let run = try study()
    let error = #expect(throws: Diagnostics.self) {
      try UsageReport(of: run, in: store, [NodePattern("trian/*")])
    }
    #expect(error?.all.map(\.message) == ["no node matches 'trian/*'"])
  }

  @Test func `where nothing has ended there is nothing to say`() throws {
    let report = try UsageReport(of: run([Self.job("never")]), in: store)
    #expect(report.text == "w  run r1  done\n  nothing that was chosen has ended yet\n")
    #expect(
      JSONWriter.text(report.json)
        == #"{"version":1,"run":"r1","workflow":"w","nodes":[],"notes":[]}"#)
  }

  @Test func `programs get the numbers`() throws {
    let run = try run([Self.job("a", Self.a100, limit: 60_000_000_000), Self.job("b")])
    try attempt("a", seconds: 10, cpus: 16, used: 8, memory: 16 << 30, peak: 12 << 30)
    try attempt("b", seconds: 10, used: nil)
    #expect(
      JSONWriter.text(try UsageReport(of: run, in: store).json)
        == #"{"version":1,"run":"r1","workflow":"w","nodes":["#
        + #"{"name":"a","jobs":1,"attempts":1,"cpus":16,"cpu_seconds":8,"cpu_share":0.05,"#
        + #""wasted_cpu_seconds":152,"limit":60,"longest":10,"memory":17179869184,"#
        + #""peak_memory":12884901888,"gpus":["1 a100 or 2 v100"],"#
        + #""hints":["a: 5 % of 16 CPUs used; cpus: 1 would do"]},"#
        + #"{"name":"b","jobs":1,"attempts":1,"cpus":1,"cpu_seconds":null,"cpu_share":null,"#
        + #""wasted_cpu_seconds":null,"limit":null,"longest":10,"memory":null,"peak_memory":null,"#
        + #""gpus":[],"hints":[]}],"notes":[]}"#)
  }

  @Test func `why something is not known is said`() throws {
    let run = try run([Self.job("a"), Self.job("b"), Self.job("c")])
    try attempt("a", seconds: 10, used: nil, host: "site")
    try attempt("a", 2, seconds: 10, used: nil, host: "site")
    try attempt("b", seconds: 10, used: 5, host: "desktop")
    try attempt("c", seconds: 10, used: 5, peak: 1, host: "desktop")
    let report = try UsageReport(of: run, in: store)
    let notes = [
      "what 2 attempts of 'site' used is not known: of jobs of Slurm their control group says it, "
        + "or the site's accounts (sacct)",
      "how much memory an attempt of 'desktop' used is not known: only a control group of their "
        + "own would say it",
    ]
    #expect(report.text.hasSuffix(notes.map { "note: \($0)\n" }.joined()))
    #expect(JSONWriter.text(report.json).contains(#""notes":["what 2 attempts of 'site'"#))
  }

  @Test func `jobs that keep most of what they asked for busy get no advice`() throws {
    let run = try run([Self.job("a")])
    try attempt("a", seconds: 10, cpus: 4, used: 25, memory: 1 << 30, peak: 600 << 20)
    #expect(try UsageReport(of: run, in: store).rows.flatMap(\.hints) == [])
  }

  @Test func `where the memory of one of them is not known no less of it is advised`() throws {
    let run = try run([Self.job("a")])
    try attempt("a", seconds: 10, used: 10, memory: 1 << 30, peak: 1 << 20)
    try attempt("a", 2, seconds: 10, used: 10, memory: 1 << 30)
    #expect(try UsageReport(of: run, in: store).rows.flatMap(\.hints) == [])
  }
}
