import Testing

@testable import CCResults

@Suite struct ReportWriterTests {
  /// Eight experiments, one of them failed and one never tried.
  private func report() throws -> Report {
    var rows = SampleCampaign.rows.filter {
      $0.value(of: "lr") == "0.01" && $0.value(of: "epochs") != "64"
    }
    rows[1].row.state = "failed"
    rows[1].row.cause = "exit code 3"
    rows[1].row.exitCode = 3
    rows[6] = RowSample(
      run: "r1", node: rows[6].row.node, experiment: rows[6].row.experiment, attempt: 0,
      state: "ready",
      parameters: rows[6].parameters)
    return try Report(SampleCampaign.input(rows))
  }

  @Test func `the terminal's table`() throws {
    #expect(
      try report().text(width: 90) == """
        Digit recognition
        6 of 8 experiments done, 1 failed, 1 ready · campaign mnist · 2026-01-02 10:00 UTC
        Everywhere: lr = 0.01, batch = 32
        Numbers are mean ± sample standard deviation over repeat.
        Times were taken with 1 other job running on the same host.

        +--------+--------+------+-----------------+---------------+---------------+
        | model  | epochs | runs |   eval_accuracy |   runtime (s) |  training (s) |
        |--------+--------+------+-----------------+---------------+---------------|
        | mlp    |      4 |  1/2 |          0.7948 |         2.620 |         1.220 |
        | mlp    |     16 |    2 | 0.9248 ± 0.0038 | 3.730 ± 0.085 | 2.330 ± 0.085 |
        | linear |      4 |    2 | 0.7631 ± 0.0047 | 2.520 ± 0.085 | 1.120 ± 0.085 |
        | linear |     16 |  1/2 |          0.8871 |         3.150 |         1.750 |
        +--------+--------+------+-----------------+---------------+---------------+

        Not done (2):
        +----------------------+---------+--------+-------------+--------+-----------+
        | node                 | attempt | state  | cause       | host   | exit code |
        |----------------------+---------+--------+-------------+--------+-----------|
        | mlp-e4-lr0.01-r2     |       1 | failed | exit code 3 | laptop |         3 |
        | linear-e16-lr0.01-r1 |    none | ready  | –           | –      |         – |
        +----------------------+---------+--------+-------------+--------+-----------+

        """)
  }

  @Test func `a narrow terminal gets the same table in parts`() throws {
    let lines = try report().text(width: 45).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 45 })
    let text = lines.joined(separator: "\n")
    #expect(
      text.contains(
        """
        | model  | epochs | runs |   eval_accuracy |
        |--------+--------+------+-----------------|
        | mlp    |      4 |  1/2 |          0.7948 |
        """))
    #expect(
      text.contains(
        """
        | model  | epochs |  training (s) |
        |--------+--------+---------------|
        | mlp    |      4 |         1.220 |
        """))
  }

  @Test func `long words wrap in their column`() throws {
    let table = ReportTable(
      columns: [.init(title: "node", isKey: true), .init(title: "n", isNumeric: true)],
      rows: [["a-long-name-of-some-node", "1"], ["日本", "22"]])
    #expect(
      GridWriter(table, width: 24).lines == [
        "+-----------------+----+", "| node            |  n |", "|-----------------+----|",
        "| a-long-name-of- |  1 |", "| some-node       |    |", "| 日本            | 22 |",
        "+-----------------+----+",
      ])
  }

  @Test func `Markdown`() throws {
    let markdown = try report().markdown
    #expect(
      markdown.hasPrefix(
        """
        # Digit recognition

        6 of 8 experiments done, 1 failed, 1 ready · campaign mnist · 2026-01-02 10:00 UTC

        Everywhere: lr = 0.01, batch = 32

        Numbers are mean ± sample standard deviation over repeat. Times were taken with 1 other \
        job running on the same host.

        ## Comparison

        | model | epochs | runs | eval_accuracy | runtime (s) | training (s) |
        | :--- | ---: | ---: | ---: | ---: | ---: |
        | mlp | 4 | 1/2 | 0.7948 | 2.620 | 1.220 |
        | mlp | 16 | 2 | 0.9248 ± 0.0038 | 3.730 ± 0.085 | 2.330 ± 0.085 |
        | linear | 4 | 2 | 0.7631 ± 0.0047 | 2.520 ± 0.085 | 1.120 ± 0.085 |
        | linear | 16 | 1/2 | 0.8871 | 3.150 | 1.750 |

        ## Not done (2)

        | node | attempt | state | cause | host | exit code |
        | :--- | ---: | :--- | :--- | :--- | ---: |
        | mlp-e4-lr0.01-r2 | 1 | failed | exit code 3 | laptop | 3 |
        | linear-e16-lr0.01-r1 | none | ready | – | – | – |

        ## Every attempt (8)

        | node | model | epochs | repeat | attempt | state | host | beside | eval_accuracy \
        | runtime (s) | training (s) |
        | :--- | :--- | ---: | ---: | ---: | :--- | :--- | ---: | ---: | ---: | ---: |
        | mlp-e4-lr0.01-r1 | mlp | 4 | 1 | 1 | done | laptop | 1 | 0.794762 | 2.62 | 1.22 |

        """.dropLast()))
    #expect(markdown.contains("| linear-e16-lr0.01-r1 | linear | 16 | 1 | none | ready |  |  |  |"))
  }

  @Test func `CSV has every attempt, exact numbers and unambiguous names`() throws {
    var first = RowSample(
      run: "r1", node: "a,b", experiment: "a", uuid: "u", attempt: 1, state: "done",
      cause: "said \"no\"\nthen yes", host: "h", exitCode: 0, seconds: 1.25,
      parameters: [NamedText("lr", "1e-4"), NamedText("state", "x")], neighbours: 2)
    first.metrics = ["accuracy": 0.1 + 0.2, "lr": 5]
    first.timers = ["total": 3]
    let second = RowSample(run: "r1", node: "c", attempt: 0, state: "ready")
    let input = ReportInput(
      title: "", campaign: "", generated: "", parameters: ["lr"], repeatParameter: nil,
      rows: [first, second])
    #expect(
      try Report(input).csv
        == "run,node,experiment,uuid,attempt,state,cause,host,exit_code,seconds,neighbours,"
        + "lr,parameter.state,accuracy,metric.lr,timer.total\r\n"
        + "r1,\"a,b\",a,u,1,done,\"said \"\"no\"\"\nthen yes\",h,0,1.25,2,"
        + "1e-4,x,0.30000000000000004,5,3\r\n" + "r1,c,,,0,ready,,,,,,,,,,\r\n")
  }

  @Test func `text of users can steer neither a terminal nor Markdown`() throws {
    var row = RowSample(
      run: "r", node: "n", experiment: "e\u{1B}[2J|*x*\n<b>", attempt: 1, state: "failed",
      cause: "a\u{0338}|")
    row.parameters = [NamedText("p", "\u{202E}q")]
    let report = try Report(SampleCampaign.input([row]))
    #expect(!report.text(width: 80).unicodeScalars.contains("\u{1B}"))
    #expect(!report.text(width: 80).unicodeScalars.contains("\u{202E}"))
    #expect(report.markdown.contains("| e \\[2J\\|\\*x\\* &lt;b&gt; |"))
  }
}
