import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let cleanCommand = Command(
  "clean", "Remove experiments that are no longer in the sweep and have no results.",
  operands: [SweepArguments.operand],
  options: SweepArguments.options + [
    Option("--dryrun", "-n", "Only show what would be removed."),
    Option("--results", "Remove those with results as well, after asking; --yes asks nothing."),
  ],
  details: """
    plan marks such experiments with -. One is kept while it is submitted or running, where a file \
    of it was edited by hand, and where it has results: an attempt in the database, or any file \
    that generate did not write. Removes also what interrupted commands left under .tmp-* (those of \
    other databases more than an hour ago), and copies of code that no experiment uses any more. What was measured stays \
    in the database.
    """,
  examples: [
    Example("cms-ee clean sweep.yaml -n", "what would be removed"),
    Example("cms-ee clean sweep.yaml", "remove it"),
    Example("cms-ee clean sweep.yaml --results --yes", "with results, without asking"),
  ],
  action: Verb { arguments in
    let sweep = try SweepArguments(arguments)
    let isDry = arguments.has("--dryrun")
    let isNew = Files.status(sweep.places.database) == nil
    let store =
      isNew
      ? try CampaignStore(":memory:")
      : try CampaignStore(sweep.places.database, isDry ? .readOnly : .readWrite)
    let cleaner = try CampaignCleaner(sweep.campaign, store: store, base: sweep.places.base)
    let cleaning = Cleaning(arguments, cleaner)
    guard !isDry, !isNew else { return try cleaning.run(isDry: isDry, isAlone: false) }
    return try cleaner.whileAlone(waiting: { sweep.sayThatItWaits(arguments) }) {
      try cleaning.run(isDry: false, isAlone: true)
    }
  })

/// What `clean` shows, asks and does.
private struct Cleaning {
  private let arguments: Arguments
  private let cleaner: CampaignCleaner

  init(_ arguments: Arguments, _ cleaner: CampaignCleaner) {
    self.arguments = arguments
    self.cleaner = cleaner
  }

  func run(isDry: Bool, isAlone: Bool) throws -> ExitStatus {
    let orphans = try cleaner.orphans()
    let chosen = orphans.filter(isChosen)
    show(orphans)
    guard try isDry || isAllowed(chosen.count { $0.reason == .results }) else {
      Terminal.write("nothing was removed\n", to: .output)
      return .success
    }
    let removed = isDry ? chosen.count : try cleaner.remove(chosen)
    // Only now is code unused that the removed experiments were linked to.
    let strays = try cleaner.strays(isAlone: isAlone)
    if !isDry { try cleaner.remove(strays: strays) }
    summarise(orphans.count, removed, strays.count, isDry ? "would be " : "")
    return orphans.isEmpty && strays.isEmpty && arguments.has("--strict") ? .nothingToDo : .success
  }

  private func isChosen(_ orphan: CampaignCleaner.Orphan) -> Bool {
    orphan.reason == nil || (orphan.reason == .results && arguments.has("--results"))
  }

  private func show(_ orphans: [CampaignCleaner.Orphan]) {
    guard !arguments.has("--quiet") else { return }
    let lines = orphans.map { orphan in
      guard let reason = orphan.reason, !isChosen(orphan) else {
        return "- \(orphan.record.identifier)\n"
      }
      return "! \(orphan.record.identifier)  (kept: \(reason.rawValue))\n"
    }
    Terminal.write(lines.joined(), to: .output)
  }

  /// Results are never removed without somebody having said so.
  private func isAllowed(_ count: Int) throws -> Bool {
    guard count > 0, !arguments.has("--yes") else { return true }
    let what = count == 1 ? "1 experiment that has" : "\(count) experiments that have"
    guard let answer = Terminal.confirm("remove \(what) results?") else {
      throw Diagnostics(
        .needsConfirmation, "\(what) results would be removed",
        hint: "add --yes to remove them without being asked")
    }
    return answer
  }

  private func summarise(_ orphans: Int, _ removed: Int, _ strays: Int, _ would: String) {
    guard !arguments.has("--quiet") else { return }
    var parts = ["\(removed) \(would)removed"]
    if orphans > removed { parts.append("\(orphans - removed) kept") }
    if strays > 0 { parts.append("\(strays) leftovers \(would)removed") }
    let what = orphans == 1 ? "experiment is" : "experiments are"
    Terminal.write(
      "\(orphans) \(what) no longer in the sweep: " + parts.joined(separator: ", ") + "\n",
      to: .output)
  }
}
