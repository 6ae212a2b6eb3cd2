package import CCResults
package import CampaignStore
internal import EECore
internal import HostIO

/// Reads from the database what a report is made of.
package struct ReportQuery {
  private let store: CampaignStore

  package init(_ store: CampaignStore) { self.store = store }

  /// Returns the attempts of a run's experiments with the values that stand for them.
  ///
  /// Jobs besides experiments are there once they have ended. Series are read apart, as a report
  /// shows few of them.
  package func input(_ run: RunRecord) throws(StoreError) -> ReportInput {
    let found = try ReportRows(store, run: run.id)
    let (rows, campaigns) = (found.rows, found.campaigns)
    let axes = try axes(of: campaigns, run: run.id)
    let reader = MeasurementReader(store, run: run.id, attempts: rows.map(\.attemptID))
    return ReportInput(
      title: run.workflow,
      campaign: campaigns.isEmpty ? run.workflow : campaigns.joined(separator: ", "),
      generated: WallClock.text(WallClock.now()), rows: rows,
      parameters: found.parameters(inOrderOf: axes.map(\.name)),
      repeatParameter: axes.first { $0.isRepeat }?.name,
      numbers: try reader.numbers())
  }

  /// Returns the report with the series that its figures show.
  package func series(for report: Report, of run: RunRecord) throws(StoreError) -> Report {
    let reader = MeasurementReader(
      store, run: run.id, attempts: report.input.rows.map(\.attemptID))
    let wanted = report.wantedSeries(among: try reader.seriesNames())
    return report.showing(try reader.series(wanted.names, of: wanted.rows))
  }

  /// The axes of campaigns, then those of the other fan-outs.
  private func axes(
    of campaigns: [String], run: String
  ) throws(StoreError) -> [(name: String, isRepeat: Bool)] {
    var texts: [String] = []
    for campaign in campaigns {
      texts += try store.connection.rows(
        "SELECT axes FROM campaigns WHERE name = ?", [.text(campaign)]
      ) { $0.text(0) }
    }
    texts += try store.axesOfGroups(in: run)
    var axes: [(name: String, isRepeat: Bool)] = []
    for text in texts {
      guard case .array(let list)? = try? JSONParser.parse(text) else { continue }
      for axis in list {
        guard case .string(let name) = axis["name"], !axes.contains(where: { $0.name == name })
        else { continue }
        axes.append((name, axis["repeat"] == .bool(true)))
      }
    }
    return axes
  }
}
