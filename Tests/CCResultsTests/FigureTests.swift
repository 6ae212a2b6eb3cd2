import Testing

@testable import CCResults

@Suite struct FigureTests {
  @Test func `a sweep over epochs gets bars, a comparison and its histories`() throws {
    let figures = try Report(SampleCampaign.input()).figures
    #expect(
      figures.map(\.name) == [
        "runtime", "phases", "accuracy", "history-1", "history-2", "history-3", "tradeoff",
      ])
    #expect(
      figures.map(\.title) == [
        "Runtime", "Phases", "Accuracy against epochs", "Training history: eval_accuracy",
        "Training history: train_loss", "Training history: training.history.val_loss",
        "eval_accuracy against runtime",
      ])
    #expect(
      figures[5].note
        == "Mean over repeat; bands show the sample standard deviation. Of each line's runs, those "
        + "with the most epochs are drawn. Also recorded: training.history.val_accuracy.")
  }

  @Test func `the bars' script carries its data`() throws {
    let rows = SampleCampaign.rows.filter { $0.value(of: "epochs") == "4" }
    let script = try #require(try Report(SampleCampaign.input(rows)).figures.first?.script())
    #expect(script.contains("$bars0 << EOD\n0 2.68\n-1 2.68\nEOD\n$bars1 << EOD\n-2 2.52"))
    #expect(script.contains("'mlp, lr 0.003' 0, 'mlp, lr 0.01' -1, 'linear, lr 0.003' -2"))
    #expect(script.contains("set label '2.680 ± 0.085' at"))
  }

  @Test func `lines are over the swept number, in its order, with their spread`() throws {
    let figures = try Report(SampleCampaign.input()).figures
    let figure = try #require(figures.first { $0.name == "accuracy" })
    #expect(figure.script().contains("set xlabel 'epochs'\nset ylabel 'eval_accuracy'\n"))
    #expect(figure.script().contains("set xtics (4, 16, 64)"))
    #expect(figure.script().contains("$line3 << EOD\n4 0.76"))
    #expect(figure.script().contains("title 'linear, lr 0.01'"))
    #expect(!figure.script().contains("multiplot"))
  }

  @Test(arguments: [
    ("it's", "'it''s'"), ("`date` $(x) \"y\" \\", "'`date` $(x) \"y\" \\'"),
    ("a\nEOD\nsystem('x')", "'a EOD system(''x'')'"), ("'\u{0338}", "'''\u{0338}'"),
  ])
  func `hostile labels stay strings`(label: String, quoted: String) {
    #expect(Gnuplot.quoted(label) == quoted)
  }

  @Test func `per cent signs in tics are no formats`() throws {
    #expect(Gnuplot.tic("100%d", at: "3") == "'100%%d' 3")
  }

  @Test func `hostile values do not leave their quotes in any script`() throws {
    var rows = SampleCampaign.rows
    for index in rows.indices where index.isMultiple(of: 2) {
      rows[index].parameters[0] = NamedText("model", "x'\nEOD\nsystem 'rm'")
    }
    for figure in try Report(SampleCampaign.input(rows)).figures {
      let lines = figure.script().split(separator: "\n")
      #expect(!lines.contains { $0.hasPrefix("system") })
      let blocks = lines.count { $0.hasSuffix("<< EOD") }
      #expect(lines.count { $0 == "EOD" } == blocks)
    }
  }

  @Test func `more lines than can be told apart go into panels`() throws {
    var rows: [RowSample] = []
    for gpu in ["a100", "v100", "k80"] {
      rows += SampleCampaign.rows.map { row in
        var row = row
        row.parameters.insert(NamedText("gpu", gpu), at: 0)
        row.row.experiment = gpu + (row.row.experiment ?? "")
        return row
      }
    }
    let input = ReportInput(
      title: "", campaign: "c", generated: "", parameters: ["gpu"], repeatParameter: "repeat",
      rows: rows)
    let figure = try #require(try Report(input).figures.first { $0.name == "accuracy" })
    #expect(figure.script().contains("set multiplot layout 2,2\nset title 'a100'"))
    for title in ["a100", "v100", "k80"] {
      #expect(figure.script().contains("set title '\(title)'"))
    }
    #expect(figure.script().contains("title 'mlp, lr 0.003'"))
  }

  @Test func `without numbers to draw over there are only bars`() throws {
    let rows = SampleCampaign.rows.filter {
      $0.value(of: "epochs") == "4" && $0.value(of: "lr") == "0.01"
    }
    let names = try Report(SampleCampaign.input(rows)).figures.map(\.name)
    #expect(names == ["runtime", "phases", "history-1", "history-2", "history-3"])
  }

  @Test func `combinations without a result are counted below the figure`() throws {
    var rows = SampleCampaign.rows
    rows[0].row.state = "failed"
    rows[1].row.state = "failed"
    let note = try Report(SampleCampaign.input(rows)).figures.first?.note
    #expect(note?.hasSuffix("Combinations without a finished run, not drawn: 1.") == true)
  }
}
