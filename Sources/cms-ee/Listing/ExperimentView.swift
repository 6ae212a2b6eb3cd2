import CCResults
import CampaignStore
import EECampaign
import EECore

/// All that is known of one experiment, for `show`.
struct ExperimentView {
  let row: ListedRow
  /// In the order they were submitted.
  let attempts: [AttemptRecord]
  let files: [(name: String, check: FileCheck)]

  var text: String {
    var pairs = row.parameters.map { ($0.key, ListedRow.text($0.value)) }
    if let uuid = row.uuid { pairs.append(("uuid", uuid)) }
    pairs.append(("directory", row.directory))
    pairs.append(("state", row.stateText))
    if let line = reported { pairs.append(("log says", line)) }
    var text = row.identifier + "\n" + table(pairs)
    if !attempts.isEmpty { text += "attempts\n" + indented(attemptTable) }
    if !files.isEmpty { text += "files\n" + table(files.map { ($0.name, $0.check.rawValue) }) }
    return text
  }

  private var reported: String? {
    let percent = row.progress.map { "\(Int($0)) %" }
    return row.reported.map { ([$0] + (percent.map { [$0] } ?? [])).joined(separator: " ") }
  }

  private func table(_ pairs: [(String, String)]) -> String {
    let names = pairs.map(\.0)
    let width = names.map(\.count).max() ?? 0
    return pairs.map { name, value in
      "  " + name + String(repeating: " ", count: width - name.count) + "  " + value + "\n"
    }.joined()
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  private var attemptTable: String {
    TextTable(
      header: ["number", "node", "state", "host", "seconds", "exit code", "cause"],
      rows: attempts.map { attempt in
        [
          String(attempt.number), attempt.node, attempt.state.rawValue, attempt.host ?? "",
          attempt.seconds.map { JSONWriter.text(.double(($0 * 1000).rounded() / 1000)) } ?? "",
          attempt.exitCode.map(String.init) ?? "", attempt.cause ?? "",
        ]
      }
    ).text
  }

  /// The promised shape of `show --json`, version 1.
  var json: String {
    let experiment = JSONValue.object([
      .init("version", .int(1)), .init("experiment", row.json),
      .init("attempts", .array(attempts.map(json(of:)))),
      .init(
        "files",
        .array(
          files.map {
            .object([
              .init("name", .string($0.name)), .init("edited", .bool($0.check == .edited)),
              .init("missing", .bool($0.check == .missing)),
            ])
          })),
    ])
    return JSONWriter.text(experiment) + "\n"
  }

  private func json(of attempt: AttemptRecord) -> JSONValue {
    .object([
      .init("number", .int(attempt.number)), .init("node", .string(attempt.node)),
      .init("state", .string(attempt.state.rawValue)), .init("host", .optional(attempt.host)),
      .init("seconds", attempt.seconds.map(JSONValue.double) ?? .null),
      .init("exit_code", attempt.exitCode.map(JSONValue.int) ?? .null),
      .init("cause", .optional(attempt.cause)), .init("started", .optional(attempt.started)),
      .init("ended", .optional(attempt.ended)), .init("directory", .string(attempt.directory)),
    ])
  }
}
