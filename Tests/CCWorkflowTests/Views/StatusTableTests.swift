import CampaignStore
import EECore
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What `status` says of runs in the middle of things.
@Suite struct StatusTableTests {
  private let place: TemporaryDirectory
  private let store: CampaignStore

  init() throws {
    place = try TemporaryDirectory()
    store = try CampaignStore(place.at("w.db"))
  }

  private func run(_ nodes: [NodeRecord], id: String = "r1", after last: RunRecord? = nil) throws
    -> RunRecord
  {
    try store.insertRun(
      id: id, workflow: "w", file: "/w.yaml", after: last,
      owner: (Environment.hostName(), ProcessIdentity.current()), nodes: nodes, edges: [])
    return try #require(try store.runs().first { $0.id == id })
  }

  private func attempt(
    _ node: String, _ number: Int, _ state: JobState, gpu: String? = nil, seconds: Double? = nil,
    started: Int64? = nil, run: String = "r1"
  ) throws {
    let directory = place.at("\(run)-\(node.replacing("/", with: "-"))-\(number)")
    try Directories.ensure(directory)
    var record = AttemptRecord(
      id: "\(run)-\(node)-\(number)", node: node, number: number, directory: directory,
      state: state, boot: "b", neighbours: 0, input: nil, submitted: "2026-01-01T00:00:00.000Z",
      gpu: gpu)
    try store.insertAttempt(record, run: run)
    record.host = "here"
    record.seconds = seconds
    record.started = started.map(WallClock.text)
    record.exitCode = state == .failed ? 3 : nil
    try store.updateAttempt(record)
  }

  private func text(_ run: RunRecord, all: Bool = false) throws -> [String] {
    let text = try StatusTable.text(of: run, in: store, listsAll: all)
    return text.text.split(separator: "\n").map(String.init)
  }

  @Test func `groups say what their members make of them, jobs all that is known`() throws {
    let run = try run([
      NodeRecord(name: "train", kind: .group),
      NodeRecord(name: "train/a", kind: .job, group: "train", state: .done),
      NodeRecord(name: "train/b", kind: .job, group: "train", state: .running),
      NodeRecord(name: "train/c", kind: .job, group: "train", state: .failed, cause: "exit 3"),
      NodeRecord(name: "train/d", kind: .job, group: "train", state: .waiting),
      NodeRecord(name: "train/e", kind: .job, group: "train"),
      NodeRecord(name: "part", kind: .group),
      NodeRecord(name: "part/a", kind: .job, group: "part", state: .done),
      NodeRecord(name: "part/b", kind: .job, group: "part"),
      NodeRecord(name: "later", kind: .group),
      NodeRecord(name: "later/a", kind: .job, group: "later"),
      NodeRecord(name: "loop", kind: .group, isOpen: true),
      NodeRecord(name: "loop#1", kind: .job, group: "loop", state: .submitted),
      NodeRecord(name: "fit", kind: .job, state: .running),
      NodeRecord(name: "end", kind: .marker),
    ])
    try attempt("train/c", 1, .failed, seconds: 5)
    try attempt("train/c", 2, .failed, gpu: "0", seconds: 2.5)
    try attempt("fit", 1, .failed, seconds: 1)
    try attempt("fit", 2, .running, gpu: "GPU-5b2c", started: WallClock.now() - 65_000_000_000)
    try place.write("r1-fit-2/log", "# cloudmesh progress=40\n")
    let lines = try text(run)
    let time = try #require(lines[6].split(separator: " ").first { $0.hasPrefix("1:") })
    #expect(
      lines == [
        "w  run r1  running",
        "  train    running  1 of 5 done, 1 waiting, 1 running, 1 failed",
        "  train/c  failed  2.5 s  attempt 2  gpu 0  exit 3",
        "  part     waiting  1 of 2 done",
        "  later    ready  0 of 1 done",
        "  loop     submitted  0 of 1 done, 1 submitted, more may come",
        "  fit      running  40 %  \(time)  attempt 2  GPU-5b2c",
        "  end      ready",
        "  4 ready, 1 waiting, 1 submitted, 2 running, 2 done, 1 failed",
      ])
  }

  @Test func `of many nodes those that matter are listed, and the rest is counted`() throws {
    var nodes = (0..<300).map { NodeRecord(name: "n\($0)", kind: .job, state: .done) }
    for index in 100..<125 { nodes[index].state = .failed }
    nodes[7].state = .running
    nodes.append(NodeRecord(name: "g", kind: .group, state: .done))
    nodes += (0..<30).map {
      NodeRecord(name: "g/\($0)", kind: .job, group: "g", state: .lost, cause: "it is gone")
    }
    let run = try run(nodes)
    #expect(
      try text(run) == ["w  run r1  running", "  n7    running"]
        + (100..<120).map { "  n\($0)  failed" } + ["  g     done  0 of 30 done"]
        + (0..<20).map { "  g/\($0)\($0 < 10 ? " " : "")  lost  it is gone" }
        + [
          "  and 274 more done, 5 more failed, 10 more lost; --all lists every node",
          "  1 running, 274 done, 25 failed, 30 lost",
        ])
    let all = try text(run, all: true)
    #expect(all.count == 1 + 331 + 1)
    #expect(all[200] == "  n199  done")
  }

  @Test func `up to 200 nodes are all listed`() throws {
    let run = try run((0..<200).map { NodeRecord(name: "n\($0)", kind: .marker, state: .done) })
    let lines = try text(run)
    #expect(lines.count == 202)
    #expect(lines.last == "  200 done")
  }

  @Test(arguments: [true, false])
  func `every node and its newest attempt is in the JSON, of this run alone`(
    hasTwo: Bool
  ) throws {
    let nodes = [
      NodeRecord(name: "g", kind: .group),
      NodeRecord(name: "g/ö \"1\"", kind: .job, group: "g", state: .failed, cause: "exit 3"),
      NodeRecord(name: "g/2", kind: .job, group: "g", progress: 2.5),
    ]
    var last: RunRecord?
    if hasTwo {
      last = try self.run(nodes, id: "r0")
      try attempt("g/2", 1, .failed, run: "r0")
    }
    let run = try run(nodes, after: last)
    try attempt("g/ö \"1\"", 2, .failed, gpu: "0")
    try attempt("g/ö \"1\"", 1, .failed)
    let none =
      #""host":null,"gpu":null,"attempt":null,"started":null,"ended":null,"exit_code":null"#
    #expect(
      try StatusJSON.text(of: run, in: store).text == #"""
        {"version":1,"runs":[{"run":"r1","workflow":"w","state":"running",\#
        "counts":{"ready":1,"failed":1},"paused":false,"hosts":[],"nodes":[\#
        {"name":"g","state":"waiting","progress":0,\#(none),"cause":null},\#
        {"name":"g/ö \"1\"","state":"failed","progress":0,"host":"here","gpu":"0","attempt":2,\#
        "started":null,"ended":null,"exit_code":3,"cause":"exit 3"},\#
        {"name":"g/2","state":"ready","progress":2.5,\#(none),"cause":null}]}]}

        """#)
  }
}
