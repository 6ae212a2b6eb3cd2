/// The exit codes of both commands; documented in their `--help` and never to be changed.
package enum ExitStatus: Int32, Sendable {
  case success = 0
  case someFailed = 1
  case invalidInput = 2
  case nothingToDo = 3
  case backendFailure = 4
  case gateHit = 5
  case usage = 64
  case interrupted = 130

  /// What `--help` says about them.
  package static let explanation = """
    0 fine · 1 some jobs failed · 2 invalid input · 3 nothing to do under --strict · \
    4 backend or database failure · 5 a gate was hit · 64 usage · 130 interrupted
    """
}
