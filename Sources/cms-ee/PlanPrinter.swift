import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// Prints experiments as they are compared or written.
struct PlanPrinter {
  private let arguments: Arguments
  /// Asked for each experiment.
  private let isQuiet: Bool

  init(_ arguments: Arguments) {
    self.arguments = arguments
    isQuiet = arguments.has("--quiet")
  }

  func run(_ sweep: SweepArguments, applying: Bool) throws -> PlanCounts {
    if !applying { try sweep.campaign.checkKinds(sweep.places) }
    let isNew = Files.status(sweep.places.database) == nil
    // A plan writes nothing, so without a database it compares with an empty one.
    let store =
      try applying
      ? sweep.openStore() : isNew ? CampaignStore(":memory:") : sweep.openStoreToCompare()
    let applier = CampaignApplier(
      sweep.campaign, store: store, base: sweep.places.base, force: arguments.has("--force"),
      waiting: { [arguments] in sweep.sayThatItWaits(arguments) })
    if applying, applier.listing.isForeign {
      Terminal.write(
        """
        warning: '\(applier.listing.path)' is no list that generate wrote, so it is left alone
        hint: rename it, or the campaign with --name, to have its experiments listed

        """, to: .errors)
    }
    let changes = ChangeReader(sweep.campaign, directory: applier.directory)
    let total = sweep.campaign.plan.count
    let bar = ProgressBar(applying ? "generate" : "plan", of: total, arguments)
    defer { bar.finish() }
    var json = arguments.has("--json") ? PlanJSON(campaign: sweep.campaign.plan.name) : nil
    var lines = ""
    let counts = try applier.run(applying: applying) { experiment, status in
      bar.update(experiment.point)
      if json != nil {
        if !applying, status != .same || arguments.has("--all") {
          json?.add(experiment, status, changes)
        }
      } else if let line = line(experiment, status, changes, applying: applying) {
        lines += line + "\n"
      }
      if lines.utf8.count > 1 << 14 || experiment.point == total - 1 {
        if !lines.isEmpty { bar.finish() }
        Terminal.write(lines, to: .output)
        lines = ""
      }
    }
    if var json {
      if !applying, counts.orphans > 0 { json.add(orphans: try applier.orphans()) }
      bar.finish()
      Terminal.write(json.text(counts, applying: applying), to: .output)
    } else if !applying, counts.orphans > 0, !isQuiet {
      Terminal.write(try applier.orphans().map { "- \($0)\n" }.joined(), to: .output)
    }
    return counts
  }

  private func line(
    _ experiment: Experiment, _ status: ExperimentStatus, _ changes: ChangeReader, applying: Bool
  ) -> String? {
    guard !isQuiet else { return nil }
    switch status {
    case .same: return arguments.has("--all") ? "= \(experiment.identifier)" : nil
    case .new: return applying ? nil : "+ \(experiment.identifier)"
    case .changed(let names):
      guard !applying else { return nil }
      let texts = changes.changes(of: experiment, in: names).map(ChangeText.text)
      return "~ \(experiment.identifier)  (\(texts.joined(separator: "; ")))"
    case .edited(let names):
      return "! \(experiment.identifier)  (\(names.joined(separator: ", ")) edited by hand, kept)"
    case .blocked(let names):
      let what = names.count == 1 ? "is there and was" : "are there and were"
      return "x \(experiment.identifier)  (\(names.joined(separator: ", ")) \(what) not written by "
        + "generate, left alone)"
    case .taken(let reason): return "x \(experiment.identifier)  (left alone: \(reason))"
    case .busy(let names):
      return "r \(experiment.identifier)  (\(names.joined(separator: ", ")) kept while it runs)"
    }
  }

  private func form(_ verb: String, _ count: Int) -> String {
    verb == "are" && count == 1 ? "is" : verb
  }

  func summarise(_ counts: PlanCounts, _ verb: String) {
    guard !isQuiet, !arguments.has("--json") else { return }
    let what = counts.total == 1 ? "experiment" : "experiments"
    var parts = ["\(counts.total) \(what): \(counts.new) \(form(verb, counts.new)) new"]
    if counts.changed > 0 {
      parts.append("\(counts.changed) \(form(verb, counts.changed)) changed")
    }
    parts.append("\(counts.same) the same")
    if counts.edited > 0 { parts.append("\(counts.edited) edited by hand and kept") }
    if counts.busy > 0 { parts.append("\(counts.busy) kept while they run") }
    if counts.taken > 0 { parts.append("\(counts.taken) in the way and left alone") }
    if counts.orphans > 0 { parts.append("\(counts.orphans) no longer in the sweep") }
    Terminal.write(parts.joined(separator: ", ") + "\n", to: .output)
  }
}
