import TestSupport
import Testing

/// Tables that were published are made again, from logs in the formats that they were made from.
@Suite struct PublishedResultsTests {
  private func finished(
    _ sweep: String, logs: [String: String], report: String
  ) throws -> CommandTest {
    var test = try CommandTest().file("study.yaml", sweep)
      .file("job.in.sh", "cat \"../../logs/{identifier}.log\"\n").file("report.yaml", report)
    for (name, text) in logs { test = try test.file("logs/\(name).log", text) }
    let run = try test.run("cms-ee", "submit", "study.yaml", "--quiet", "-j", "4")
    #expect(run.errors == "")
    #expect(run.code == 0)
    return test
  }

  private static let header =
    "# csv,timer,status,time,sum,start,tag,msg,uname.node,user,uname.system,platform.version\n"

  private static func timer(_ name: String, _ seconds: Double) -> String {
    "# csv,\(name),ok,\(seconds),\(seconds),2022-07-26 14:07:37,None,None,udc-aj34-33,u,Linux,"
      + "#1 SMP Mon Jul 18 17:42:52 UTC 2022\n"
  }

  // MARK: MNIST on five GPUs

  private static let cards = [
    ("v100", 138.087), ("a100", 106.046), ("k80", 171.057), ("p100", 202.055), ("rtx2080", 138.048),
  ]

  @Test func `the times of MNIST on five GPUs`() throws {
    var logs: [String: String] = [:]
    for (card, seconds) in Self.cards {
      logs["gpu_\(card)"] =
        "2022-07-26 14:07:35.531: I tensorflow/core/platform/cpu_feature_guard.cc:193]\n"
        + Self.header + Self.timer("run_mnist_\(card == "k80" ? "x" : "y")", 1)
        + Self.header + Self.timer("mlp_mnist", seconds) + Self.timer("mlp_mnist", seconds)
    }
    let test = try finished(
      "name: mnist\nexperiments: {gpu: 'v100,a100,k80,p100,rtx2080'}\ntemplates: [job.in.sh]\n",
      logs: logs,
      report: """
        title: MNIST
        metrics: [{name: "timer:mlp_mnist", title: time, decimals: 3, goal: minimize}]
        leaderboards: ["timer:mlp_mnist"]
        """)
    let text = try test.run("cms-cc", "report", "mnist.db")
    #expect(text.errors == "")
    #expect(
      text.output.hasSuffix(
        """

        +---------+------+----------+
        | gpu     | runs | time (s) |
        |---------+------+----------|
        | v100    |    1 |  138.087 |
        | a100    |    1 |  106.046 |
        | k80     |    1 |  171.057 |
        | p100    |    1 |  202.055 |
        | rtx2080 |    1 |  138.048 |
        +---------+------+----------+

        Leaderboard: time (s), lowest first:
        +------+---------+------+----------+
        | rank | gpu     | runs | time (s) |
        |------+---------+------+----------|
        |    1 | a100    |    1 |  106.046 |
        |    2 | rtx2080 |    1 |  138.048 |
        |    3 | v100    |    1 |  138.087 |
        |    4 | k80     |    1 |  171.057 |
        |    5 | p100    |    1 |  202.055 |
        +------+---------+------+----------+

        """), "\(text.output)")
    let latex = try test.run("cms-cc", "report", "mnist.db", "--format", "latex").output
    #expect(latex.contains("a100 & 1 & \\textbf{106.046} \\\\\n"), "\(latex)")
  }

  // MARK: Cloudmask, nineteen runs

  /// One run of Cloudmask.
  ///
  /// Only the totals of five runs, and what the longest one learned, were published; all else is
  /// made up.
  private struct Run {
    let card: String
    let epochs: Int

    var identifier: String { "card_name_\(card)_epoch_\(epochs)" }

    /// The only one whose result was published in full.
    private var isPublished: Bool { card == "a100" && epochs == 100 }

    private static let totals = [
      "a100 100": 4301.555, "a100 10": 728.088, "a100 2": 647.140, "rtx2080 100": 12809.693,
      "p100 70": 14695.467,
    ]
    private static let paces = ["a100": 42.0, "v100": 61, "p100": 207, "rtx2080": 126, "k80": 300]

    var total: Double {
      Run.totals["\(card) \(epochs)"] ?? (Run.paces[card] ?? 0) * Double(epochs) + 180
    }

    var training: Double { isPublished ? 4156.877 : total - 160 }
    private var place: Double { (Run.paces[card] ?? 0) / 1e5 }

    var accuracy: Double {
      isPublished ? 0.88834 : 0.885 - 0.3 / Double(epochs + 2) - place
    }

    var inference: Double { isPublished ? 0.88581 : accuracy - 0.004 }
    var loss: Double { 1 - accuracy + place / 10 }

    /// The value of `result`: of the older version JSON, of the newer one Python's spelling of it.
    private var result: String {
      let history = (1...min(epochs, 5)).map { "\(accuracy - 0.1 / Double($0))" }
      let samples = (0..<100).map { "\(inference + Double($0 % 10 - 5) * 0.01)" }
      return """
        {"name": "cloudmask", "training": {"samples": 970, "accuracy": \(accuracy), \
        "loss": \(loss), "val_loss": \(loss + 0.01), "val_accuracy": \(accuracy - 0.002), \
        "history": {"accuracy": [\(history.joined(separator: ", "))]}, "batch_size": 32}, \
        "inference": {"avg_accuracy": \(inference), \
        "accuracy": [\(samples.joined(separator: ", "))]}}
        """
    }

    private var row: String {
      let isOld = card == "k80"
      let value =
        isOld
        ? result
        : "\"" + result.map { $0 == "\"" ? "'" : String($0) }.joined() + "\""
      return ":::MLLOG {\"namespace\": \"cloudmesh\", \"time_ms\": 1673278413873, "
        + "\"event_type\": \"POINT_IN_TIME\", \"key\": \"result\", \"value\": \(value), "
        + "\"metadata\": {\"file\": \"slstr_cloud.py\", \"lineno\": 349}}\n"
    }

    var log: String {
      "Device initialized: \(card)\n"
        + "CloudMask training, samples = 970, epochs=\(epochs), bs=32, nodes=1, gpus=1\n" + row
        + header + timer("total", total) + timer("training", training) + timer("loaddata", 12.5)
        + timer("inference", 120.25)
    }
  }

  private static let runs: [Run] =
    [
      ("a100", [2, 10, 30, 50, 70, 100]), ("v100", [2, 10, 30, 50]), ("p100", [10, 30, 70]),
      ("rtx2080", [10, 50, 100]), ("k80", [2, 10, 30]),
    ].flatMap { card, epochs in epochs.map { Run(card: card, epochs: $0) } }

  private func cloudmask() throws -> CommandTest {
    try finished(
      """
      name: cloudmask
      experiments:
        - {card_name: a100, epoch: "2,10,30,50,70,100"}
        - {card_name: v100, epoch: "2,10,30,50"}
        - {card_name: p100, epoch: "10,30,70"}
        - {card_name: rtx2080, epoch: "10,50,100"}
        - {card_name: k80, epoch: "2,10,30"}
      templates: [job.in.sh]
      """, logs: Dictionary(uniqueKeysWithValues: Self.runs.map { ($0.identifier, $0.log) }),
      report: """
        metrics:
          - {name: "timer:total", decimals: 3}
          - {name: "timer:training", decimals: 3}
          - {name: training.accuracy, decimals: 5}
          - {name: inference.avg_accuracy, decimals: 5}
        leaderboards:
          - training.loss
          - {metric: training.val_accuracy, top: 3}
          - {metric: inference.avg_accuracy, top: 4}
        """)
  }

  @Test func `the leaderboard of nineteen runs of Cloudmask`() throws {
    #expect(Self.runs.count == 19)
    let run = try cloudmask().run("cms-cc", "report", "cloudmask.db")
    #expect(run.errors == "")
    #expect(run.output.contains("19 of 19 experiments done"))
    for line in [
      "| a100      |   100 |    1 |  4301.555 |     4156.877 |           0.88834 |",
      "| a100      |    10 |    1 |   728.088 |", "| a100      |     2 |    1 |   647.140 |",
      "| rtx2080   |   100 |    1 | 12809.693 |", "| p100      |    70 |    1 | 14695.467 |",
    ] {
      #expect(run.output.contains(line), "\(run.output)")
    }
    #expect(
      run.output.contains(
        """
        Leaderboard: inference.avg_accuracy, highest first:
        The first 4 of 19.
        +------+-----------+-------+------+
        """) || run.output.contains("The first 4 of 19."), "\(run.output)")
  }

  @Test func `each leaderboard has its order and its places`() throws {
    let run = try cloudmask().run("cms-cc", "report", "cloudmask.db", "--format", "json")
    let by: (KeyPath<Run, Double>, Bool) -> [String] = { path, isLess in
      Self.runs.sorted {
        isLess ? $0[keyPath: path] < $1[keyPath: path] : $0[keyPath: path] > $1[keyPath: path]
      }
      .map { "\($0.card) \($0.epochs)" }
    }
    let titles = [
      "Leaderboard: training.loss, lowest first",
      "Leaderboard: training.val_accuracy, highest first",
      "Leaderboard: inference.avg_accuracy, highest first",
    ]
    let orders = [by(\.loss, true), by(\.accuracy, false), by(\.inference, false)]
    let found = try Boards(run.output)
    #expect(found.titles == titles)
    #expect(found.rows[0] == orders[0])
    #expect(found.rows[1] == Array(orders[1].prefix(3)))
    #expect(found.rows[2] == Array(orders[2].prefix(4)))
    #expect(found.rows[0].first == "a100 100")
  }
}

/// The leaderboards of a report in JSON.
private struct Boards {
  let titles: [String]
  let rows: [[String]]

  init(_ json: String) throws {
    let lines = json.split(separator: "\n").map { $0.drop { $0 == " " } }
    let value = { (line: Substring) -> String in
      String(line.split(separator: "\"").last { $0 != "," } ?? "")
    }
    var titles: [String] = []
    var rows: [[String]] = []
    var card = ""
    for line in lines {
      if line.hasPrefix("\"title\": \"Leaderboard") {
        titles.append(value(line))
        rows.append([])
      } else if line.hasPrefix("\"not_done\"") {
        break
      } else if !rows.isEmpty, line.hasPrefix("\"card_name\"") {
        card = value(line)
      } else if !rows.isEmpty, line.hasPrefix("\"epoch\"") {
        rows[rows.count - 1].append("\(card) \(value(line))")
      }
    }
    self.titles = titles
    self.rows = rows
  }
}
