import HostIO
import TestSupport
import Testing

/// A workflow whose jobs a real Slurm runs.
struct SlurmStudy {
  static let hosts = """
    hosts:
      cluster:
        kind: slurm
        interval: 300ms
        latency: 3s
        directives: {default: {partition: cpu}}

    """
  /// Appends a line to `ran`, and waits for a file `go`.
  static let held = "echo ran >> ran; until test -e go; do sleep 0.05; done"

  let test: CommandTest

  init(_ nodes: String, on cluster: SlurmCluster) throws {
    test = try CommandTest().submitting(to: cluster)
      .file("hosts.yaml", Self.hosts)
      .file("workflow.yaml", "workflow:\n  nodes:\n\(nodes)\n")
  }

  /// The same study, whose commands find another environment.
  init(_ test: CommandTest) { self.test = test }

  func start() throws -> StartedCommand {
    try test.start(["cms-cc", "run", "--quiet", "workflow.yaml"])
  }

  func resume() throws -> CommandRun {
    try test.run("cms-cc", "resume", "--quiet", "workflow.yaml")
  }

  func go() throws { try test.place.write("go", "") }

  /// Lines that jobs wrote.
  var ran: [String] {
    ((try? test.place.text("ran")) ?? "").split(separator: "\n").map(String.init)
  }

  /// Waits until jobs have written so many lines.
  func expectRan(_ count: Int) throws {
    #expect(try test.comesTrue { ran.count >= count }, "\(shown)")
  }

  func status() throws -> String { try test.run("cms-cc", "status", "workflow.yaml").output }

  /// The same, for messages.
  var shown: String { (try? status()) ?? "there is no status" }

  /// Each attempt with its state, its exit code and its cause.
  func results() throws -> String {
    try test.run(
      "sqlite3", "workflow.db",
      "SELECT node, attempt, state, ifnull(exit_code, ''), ifnull(cause, '') FROM results ORDER BY 1, 2"
    ).output
  }

  /// The numbers of its jobs that Slurm knows, with a field of `squeue`.
  func jobs(_ field: String = "%i") throws -> [String] {
    let own = try Directories.names(in: test.place.at(".cms")).filter { !$0.hasPrefix(".") }
    let lines = try test.run("squeue", "-h", "-t", "all", "-o", "%k \(field)").output
    return lines.split(separator: "\n").filter { line in own.contains { line.contains($0) } }
      .map { String($0.split(separator: " ", maxSplits: 1).last ?? "") }
  }
}
