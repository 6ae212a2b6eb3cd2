import CampaignStore
import TestSupport
import Testing

/// The parameters of what is no experiment: members of `foreach`, and passes of loops.
@Suite struct MemberParameterTests {
  private func run(_ nodes: String...) throws -> CommandTest {
    let lines = nodes.map { "    \($0)\n" }.joined()
    let test = try CommandTest().file("w.yaml", "workflow:\n  nodes:\n" + lines)
    let run = try test.run("cms-cc", "run", "w.yaml", "--quiet")
    #expect(run.code == 0, "\(run.errors)")
    return test
  }

  private func results(_ test: CommandTest) throws -> [[String?]] {
    try CampaignStore(test.place.at("w.db"), .readOnly).connection.rows(
      "SELECT node, parameters, experiment FROM results ORDER BY node"
    ) { [$0.text(0), $0.optionalText(1), $0.optionalText(2)] }
  }

  /// The lines of the table, each cell behind a blank.
  private func rows(of report: CommandRun) -> [String] {
    report.output.split(separator: "\n").map { line in
      line.split { $0 == "|" || $0 == " " }.joined(separator: " ")
    }
  }

  private static let train = """
    train: {exec: 'echo "# cloudmesh loss=0.{n}{r}"', foreach: {n: [2, 10], r: {repeat: 2}}}
    """

  @Test func `results have the parameters of members and the number of passes`() throws {
    let test = try run(
      Self.train, "plain: {exec: 'true'}",
      "list: {exec: 'echo \"{\\\"x\\\": 1.50, \\\"m\\\": \\\"a b\\\"}\"'}",
      "each: {exec: 'true', foreach: {from: list.output}}",
      "tune: {exec: 'true', repeat: {max: 2}}")
    #expect(
      try results(test) == [
        ["each/x_1.50_m_a@20b", #"{"x":1.50,"m":"a b"}"#, nil],
        ["list", nil, nil], ["plain", nil, nil],
        ["train/n_10_r_1", #"{"n":10,"r":1}"#, nil], ["train/n_10_r_2", #"{"n":10,"r":2}"#, nil],
        ["train/n_2_r_1", #"{"n":2,"r":1}"#, nil], ["train/n_2_r_2", #"{"n":2,"r":2}"#, nil],
        ["tune#1", #"{"pass":1}"#, nil], ["tune#2", #"{"pass":2}"#, nil],
      ])
  }

  @Test func `a report compares members as it does experiments`() throws {
    let report = try run(Self.train, "plain: {exec: 'true'}").run("cms-cc", "report", "w.yaml")
    #expect(report.code == 0, "\(report.errors)")
    let lines = report.output.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("4 of 4 experiments done · campaign w · "))
    #expect(lines.contains("Numbers are mean ± sample standard deviation over r."))
    let table = rows(of: report)
    #expect(table.contains { $0.hasPrefix("n runs loss ") }, "\(report.output)")
    #expect(table.contains { $0.hasPrefix("2 2 0.215") }, "\(report.output)")
    #expect(table.contains { $0.hasPrefix("10 2 0.1015") }, "\(report.output)")
  }

  @Test func `points of several nodes are told apart by the node`() throws {
    let test = try run(
      "prepare: {exec: 'true', foreach: {n: [1, 2]}}",
      "train: {exec: 'true', foreach: {n: [1, 2]}}")
    let report = try test.run("cms-cc", "report", "w.yaml")
    let rows = rows(of: report).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    for row in ["node n runs", "prepare 1 1", "prepare 2 1", "train 1 1", "train 2 1"] {
      #expect(rows.contains(row), "\(report.output)")
    }
  }
}
