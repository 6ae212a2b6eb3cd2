internal import CampaignStore

/// What an ending's evidence is worth.
struct Verdict: Hashable {
  let state: JobState
  let cause: String?

  /// An exit record outranks everything; without one only our own recorded kill is evidence.
  init(_ ending: Ending, isKilled: Bool) {
    switch ending.evidence {
    case .exitRecord(let code) where code == 0:
      (state, cause) = (.done, nil)
    case .exitRecord where isKilled:
      (state, cause) = (.cancelled, "killed by us")
    case .exitRecord(let code):
      (state, cause) = (.failed, Verdict.explain(code))
    case .notRun(let reason):
      (state, cause) = (.failed, reason)
    case .none where isKilled:
      (state, cause) = (.cancelled, "killed by us")
    case .none:
      (state, cause) = (.lost, "it is gone and left no exit record")
    }
  }

  /// Shells report a signal as 128 and its number.
  private static func explain(_ code: Int) -> String {
    switch code {
    case 126: "exit 126: its command cannot be executed"
    case 127: "exit 127: its command was not found"
    case 129...192: "exit \(code): signal \(code - 128)"
    default: "exit \(code)"
    }
  }
}
