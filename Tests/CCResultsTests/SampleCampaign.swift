@testable import CCResults

/// A campaign of 24 experiments with made-up but plausible and reproducible results.
enum SampleCampaign {
  static let parameters = ["model", "epochs", "lr", "batch", "repeat"]

  static var rows: [RowSample] {
    var rows: [RowSample] = []
    for model in ["mlp", "linear"] {
      for epochs in [4, 16, 64] {
        for lr in ["0.003", "0.01"] {
          for number in 1...2 { rows.append(row(model, epochs, lr, number)) }
        }
      }
    }
    return rows
  }

  static func input(_ rows: [RowSample] = rows) -> ReportInput {
    ReportInput(
      title: "Digit recognition", campaign: "mnist", generated: "2026-01-02 10:00 UTC",
      parameters: parameters, repeatParameter: "repeat", rows: rows)
  }

  private static func row(_ model: String, _ epochs: Int, _ lr: String, _ number: Int) -> RowSample
  {
    let identifier = "\(model)-e\(epochs)-lr\(lr)-r\(number)"
    var row = RowSample(
      run: "r1", node: "train-\(identifier)", experiment: identifier, attempt: 1, state: "done",
      host: "laptop", exitCode: 0, seconds: seconds(model, epochs, number),
      parameters: [
        NamedText("model", model), NamedText("epochs", "\(epochs)"), NamedText("lr", lr),
        NamedText("batch", "32"), NamedText("repeat", "\(number)"),
      ], neighbours: 1)
    let curve = (1...epochs).map { accuracy(model, Double($0), lr, number) }
    row.series["eval_accuracy"] = points(curve)
    row.series["train_loss"] = points(curve.map { 3 * (1 - $0) * (1 - $0) + 0.02 })
    row.series["training.history.val_accuracy"] = points(curve)
    row.series["training.history.val_loss"] = points(curve.map { 2 * (1 - $0) + 0.05 })
    for (name, series) in row.series { row.metrics[name] = series.last?.value }
    row.metrics["training.samples"] = 1437
    row.metrics["training.val_loss"] = row.metrics["training.history.val_loss"]
    row.timers = ["total": (row.row.seconds ?? 0) - 1.1, "training": (row.row.seconds ?? 0) - 1.4]
    return row
  }

  private static func seconds(_ model: String, _ epochs: Int, _ number: Int) -> Double {
    let base = model == "mlp" ? 0.09 : 0.05
    return 2.1 + base * Double(epochs) + 0.12 * Double(number) + 0.01 * Double(epochs % 5)
  }

  /// Rises towards a limit, with a wobble that depends on the repeat.
  private static func accuracy(
    _ model: String, _ epoch: Double, _ lr: String, _ number: Int
  ) -> Double {
    let limit = model == "mlp" ? 0.98 : 0.945
    let pace = lr == "0.01" ? 2.5 : 7.0
    let wobble = Double((Int(epoch) * 7 + number * 5) % 11 - 5) * 0.0016
    return limit - 0.75 / (1 + epoch / pace * 2) + wobble / (1 + epoch / 20)
  }

  private static func points(_ values: [Double]) -> [SeriesPoint] {
    values.enumerated().map { SeriesPoint(step: $0.offset + 1, value: $0.element) }
  }
}
