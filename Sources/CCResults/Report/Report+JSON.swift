internal import EECore

extension Report {
  /// Returns the report as JSON of version 1, which `docs/report.md` describes.
  package var json: String {
    let value: JSONValue = .object([
      .init("version", .int(1)), .init("title", .string(input.title)),
      .init("campaign", .string(input.campaign)), .init("generated", .string(input.generated)),
      .init("experiments", counts), .init("constants", object(constants)),
      .init("axes", .array(axes.map(JSONValue.string))),
      .init("repeat", .optional(input.repeatParameter)),
      .init("metrics", .array(metrics.map(metric))),
      .init("warnings", .array(warnings.map(JSONValue.string))),
      .init("remarks", .array(remarks.map(JSONValue.string))),
      .init("groups", .array(groups.map(group))),
      .init("leaderboards", .array(boards.map { section(LeaderboardTable(self, $0).section) })),
      .init("scaling", .array(scalings.map(scaling))),
      .init("not_done", .array(unfinished.map(attempt))),
      .init("unverified", .array(unverified.map(attempt))),
      .init("attempts", .array(input.rows.indices.map(attempt))),
    ])
    return JSONWriter.text(value, indented: true) + "\n"
  }

  private var counts: JSONValue {
    let states = experiments.map { input.rows[$0].state }
    var order: [String] = []
    for state in states where !order.contains(state) { order.append(state) }
    return .object(
      [.init("total", .int(states.count)), .init("done", .int(states.count { $0 == "done" }))]
        + order.filter { $0 != "done" }.map { state in
          .init(state, .int(states.count { $0 == state }))
        })
  }

  private func object(_ texts: [NamedText]) -> JSONValue {
    .object(texts.map { JSONValue.Member($0.name, .string($0.value)) })
  }

  private func metric(_ metric: ReportMetric) -> JSONValue {
    .object([
      .init("name", .string(metric.name)), .init("title", .string(metric.title)),
      .init("unit", .optional(metric.unit)), .init("goal", .optional(metric.goal?.rawValue)),
    ])
  }

  private func parameters(_ group: ReportGroup) -> JSONValue {
    object(zip(axes, group.values).map { NamedText($0, $1) })
  }

  private func group(_ group: ReportGroup) -> JSONValue {
    let numbers = metrics.compactMap { metric in
      group.statistics(of: metric).map { JSONValue.Member(metric.name, statistics($0)) }
    }
    let letters = comparability.letters(of: group.doneRows)
    return .object(
      [
        .init("parameters", parameters(group)), .init("runs", .int(group.total)),
        .init("done", .int(group.done)), .init("metrics", .object(numbers)),
      ] + (letters.isEmpty ? [] : [.init("conditions", .string(letters))]))
  }

  private func statistics(_ statistics: Statistics) -> JSONValue {
    let number = { (value: Double?) -> JSONValue in value.map(JSONValue.double) ?? .null }
    let half = statistics.halfInterval
    return .object([
      .init("n", .int(statistics.count)), .init("mean", number(statistics.mean)),
      .init("sd", number(statistics.sd)), .init("median", number(statistics.median)),
      .init("min", number(statistics.min)), .init("max", number(statistics.max)),
      .init("se", number(statistics.standardError)),
      .init(
        "ci",
        half.map { .array([number(statistics.mean - $0), number(statistics.mean + $0)]) } ?? .null),
    ])
  }

  /// A table as objects by its titles, as it is written.
  private func section(_ section: ReportSection) -> JSONValue {
    let rows = section.table.rows.map { cells in
      JSONValue.object(
        zip(section.table.columns, cells).map { .init($0.title, .string($1)) })
    }
    return .object([.init("title", .string(section.title)), .init("rows", .array(rows))])
  }

  private func scaling(_ scaling: Scaling) -> JSONValue {
    let points = families(along: scaling.axis).flatMap(scaling.points)
    let number = { (value: Double?) -> JSONValue in value.map(JSONValue.double) ?? .null }
    return .object([
      .init("over", .string(axes[scaling.axis])), .init("metric", .string(scaling.metric.name)),
      .init("kind", .string(scaling.isWeak ? "weak" : "strong")),
      .init(
        "points",
        .array(
          points.map { point in
            .object([
              .init("parameters", parameters(point.group)),
              .init("mean", number(point.statistics?.mean)),
              .init("speed_up", number(point.speedUp)),
              .init("efficiency", number(point.efficiency)),
            ])
          })),
    ])
  }

  private func attempt(_ index: Int) -> JSONValue {
    let row = input.rows[index]
    let parameters = input.parameters.compactMap { column in
      column[index].map { NamedText(column.name, $0) }
    }
    let numbers = metrics.compactMap { metric in
      metric.value(of: index).map { JSONValue.Member(metric.name, .double($0)) }
    }
    return .object([
      .init("node", .string(row.node)), .init("experiment", .optional(row.experiment)),
      .init("uuid", .optional(row.uuid)), .init("attempt", .int(row.attempt)),
      .init("state", .string(row.state)), .init("cause", .optional(row.cause)),
      .init("host", .optional(row.host)),
      .init("exit_code", row.exitCode.map(JSONValue.int) ?? .null),
      .init("parameters", object(parameters)), .init("metrics", .object(numbers)),
    ])
  }
}
