import Testing

@testable import CCResults

/// What a report says where runs differ in more than their parameters, and about units and goals.
@Suite struct ComparabilityTests {
  private func rows(_ facts: (String, Int) -> [NamedText]) -> [RowSample] {
    ["a100", "v100"].flatMap { gpu in
      (1...3).map { number in
        var row = RowSample(
          node: "\(gpu)-\(number)", experiment: "\(gpu)-\(number)", seconds: Double(number),
          parameters: [NamedText("gpu", gpu), NamedText("repeat", "\(number)")])
        row.facts = facts(gpu, number)
        return row
      }
    }
  }

  private func report(
    _ rows: [RowSample], declarations: [ResultDeclaration] = []
  ) throws -> Report {
    try Report(ReportInput(parameters: ["gpu", "repeat"], rows: rows, declarations: declarations))
  }

  @Test func `a fact that differs is said, and rows are marked`() throws {
    let report = try report(
      rows { gpu, number in
        [
          NamedText("host.cpu", "EPYC"),
          NamedText("gpu.driver", gpu == "a100" && number == 1 ? "535.104" : "550.54"),
        ]
      })
    #expect(
      report.warnings == ["not comparable: gpu.driver is 550.54 in 5 runs and 535.104 in 1"])
    #expect(
      report.text(width: 90).hasSuffix(
        """
        Conditions: A: gpu.driver 535.104; B: gpu.driver 550.54.
        +------+------+------------+-------------+
        | gpu  | runs | conditions | runtime (s) |
        |------+------+------------+-------------|
        | a100 |    3 | A, B       |   2.0 ± 1.0 |
        | v100 |    3 | B          |   2.0 ± 1.0 |
        +------+------+------------+-------------+

        """), "\(report.text(width: 90))")
    #expect(report.markdown.contains("* **Warning:** not comparable: gpu.driver is"))
  }

  @Test func `what follows from a parameter is said once, and is no warning`() throws {
    let report = try report(
      rows { gpu, _ in
        [
          NamedText("gpu.name", "NVIDIA \(gpu)"),
          NamedText("gpu.driver", gpu == "a100" ? "1" : "2"),
        ]
      })
    #expect(report.warnings == [])
    #expect(report.remarks.last == "Each value of gpu has its own gpu.name, gpu.driver.")
  }

  @Test func `other code is never because of a parameter`() throws {
    let report = try report(
      rows { gpu, _ in [NamedText("code.commit", gpu == "a100" ? "abc" : "def")] })
    #expect(
      report.warnings == ["not comparable: code.commit is abc in 3 runs and def in 3"])
  }

  @Test func `what is not known of some runs is said`() throws {
    var rows = rows { _, _ in [NamedText("python.version", "3.11")] }
    rows[0].facts = nil
    rows[1].facts = []
    #expect(
      try report(rows).warnings == [
        "not comparable: python.version is 3.11 in 4 runs and unknown in 2"
      ])
  }

  @Test func `many values are counted`() throws {
    let report = try report(rows { gpu, number in [NamedText("host.name", "\(gpu)\(number)")] })
    #expect(
      report.warnings == [
        "not comparable: host.name is a1001 in 1 run, a1002 in 1, a1003 in 1, v1001 in 1 "
          + "and 2 more values"
      ])
  }

  private func measured(_ values: [(Double, String?)]) -> [RowSample] {
    values.enumerated().map { index, value in
      var row = RowSample(
        node: "n\(index)", experiment: "n\(index)", parameters: [NamedText("n", "\(index)")])
      row.metrics = ["energy": value.0]
      row.units = value.1.map { ["energy": $0] } ?? [:]
      return row
    }
  }

  @Test func `units of one metric are brought together and said`() throws {
    let report = try report(measured([(7200, "J"), (0.001, "kWh"), (3, "Wh")]))
    #expect(report.warnings == ["'energy' was reported in J and kWh and Wh; all is shown in J"])
    #expect(report.metrics.map(\.label) == ["energy (J)"])
    #expect(report.sections[0].table.rows.map { $0[2] } == ["7200", "3600", "10800"])
  }

  @Test func `units that do not convert are never mixed`() throws {
    let report = try report(measured([(7200, "J"), (3, "m"), (5, nil)]))
    #expect(
      report.warnings == [
        "'energy' was reported in J and m and no unit; what does not convert to J is shown apart"
      ])
    #expect(report.input.numbers.map(\.name) == ["energy", "energy in m", "energy in no unit"])
  }

  @Test func `a declaration says the unit and which value is the best`() throws {
    let report = try report(
      measured([(7200, "J"), (0.001, "kWh"), (3, nil)]),
      declarations: [ResultDeclaration("energy", unit: "Wh", goal: .minimize)])
    #expect(report.metrics.map(\.label) == ["energy (Wh)"])
    #expect(report.sections[0].table.rows.map { $0[2] } == ["2", "1", "3"])
    #expect(report.sections[0].table.best == [ReportTable.Place(row: 1, column: 2)])
    #expect(report.markdown.contains("| 1 | 1 | **1** |"))
    #expect(report.latex.contains("1 & 1 & \\textbf{1} \\\\"))
  }

  @Test func `timers are in seconds, whatever is declared`() throws {
    var row = RowSample(node: "n", experiment: "n", parameters: [NamedText("n", "1")])
    row.timers = ["training": 120]
    let report = try report(
      [row], declarations: [ResultDeclaration("training", unit: "min", goal: .minimize)])
    #expect(report.metrics.map(\.label) == ["training (min)"])
    #expect(report.sections[0].table.rows == [["1", "2"]])
    #expect(report.warnings == [])
  }

  @Test func `what is unverified stands apart and counts nowhere`() throws {
    var rows = rows { _, _ in [] }
    for index in rows.indices { rows[index].facts = nil }
    rows[0].row.state = "unverified"
    rows[4].row.state = "failed"
    let report = try report(rows)
    #expect(report.summary == "4 of 6 experiments done, 1 unverified, 1 failed")
    #expect(report.sections.map(\.title) == ["Comparison", "Not done (1)", "Unverified (1)"])
    #expect(report.sections[0].table.rows[0] == ["a100", "2/3", "2.5 ± 0.7"])
    #expect(report.sections[2].table.rows == [["a100", "1", "1"]])
  }
}
