internal import CampaignStore
internal import EECore
internal import HostIO

/// What the attempts of a run have in common: its code, and this machine.
///
/// Gathered when the first job is about to start, so that a run with nothing to do pays nothing.
final class RunFacts {
  private let directory: String
  private var code: Facts?
  private var machine: Facts?
  private var isRecorded = false
  /// For an attempt on this machine, and on another one: JSON arrays of hashes.
  private(set) var here: String?
  private(set) var elsewhere: String?

  /// - Parameter directory: of the study's file.
  init(directory: String) { self.directory = directory }

  /// Asks git and this machine, once.
  func gather() {
    guard code == nil else { return }
    let text = (try? Spawn.output(of: ["sh", "-c", FactsScript.text]))?.output ?? []
    let code = CodeFacts.gathered(in: directory)
    let machine = Facts(lines: String(decoding: text, as: UTF8.self))
    self.code = code
    self.machine = machine
    here = RunFacts.text(of: [code, machine])
    elsewhere = RunFacts.text(of: [code])
  }

  /// Records what the hashes stand for, the first time; called within a transaction.
  func record(in store: CampaignStore) throws(StoreError) {
    guard !isRecorded, let code, let machine else { return }
    for facts in [code, machine] where !facts.isEmpty {
      try store.insert(facts: facts.json, hash: facts.hash)
    }
    isRecorded = true
  }

  private static func text(of facts: [Facts]) -> String? {
    let hashes = facts.filter { !$0.isEmpty }.map { JSONValue.string($0.hash) }
    return hashes.isEmpty ? nil : JSONWriter.text(.array(hashes))
  }
}
