internal import CampaignStore
internal import HostIO

/// Exactly one runner owns a run.
enum Ownership {
  /// Refuses a run whose owner lives, or may live where we cannot look.
  static func check(_ run: RunRecord, takeOver: Bool) throws(RunnerError) {
    guard run.state == "running", let process = run.ownerProcess, let host = run.ownerHost else {
      return
    }
    guard host == Environment.hostName() else {
      if takeOver { return }
      throw .ownedElsewhere(host: host)
    }
    if process.isAlive { throw .owned(host: host, pid: process.pid) }
  }
}
