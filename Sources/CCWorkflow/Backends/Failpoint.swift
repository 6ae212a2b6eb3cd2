internal import HostIO

/// Places where a test ends the runner at once, as `kill -9` would; nothing in release builds.
///
/// `CMS_FAILPOINT=NAME:N` ends it when the place is reached for the Nth time.
enum Failpoint: String {
  case afterIntent
  case afterSpawn
  case beforeCollect
  case afterKillIntent
  case afterSignal
  case afterExpansion
  case afterRequest

  #if DEBUG
    private nonisolated(unsafe) static var remaining: Int?

    /// Counts down, and at zero stops the child, if there is one, and kills this process.
    func reach(child: Int32? = nil) {
      guard let setting = Environment.value("CMS_FAILPOINT") else { return }
      let parts = setting.split(separator: ":")
      guard parts.count == 2, parts[0] == rawValue, let count = Int(parts[1]) else { return }
      let left = (Self.remaining ?? count) - 1
      Self.remaining = left
      guard left == 0 else { return }
      if let child, Environment.value("CMS_FAILPOINT_STOP") != nil { ChildProcess.stop(child) }
      ChildProcess.killSelf()
    }
  #else
    @inline(__always)
    func reach(child: Int32? = nil) {}
  #endif
}
