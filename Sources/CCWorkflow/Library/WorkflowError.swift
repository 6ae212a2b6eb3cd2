internal import EECore

/// What is wrong with a workflow, a file or a run, in words for its user.
public struct WorkflowError: Error, CustomStringConvertible, Sendable {
  /// One or more messages, a line each, with hints.
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ error: any Error) {
    guard let diagnostics = error as? Diagnostics else {
      description = "\(error)"
      return
    }
    let text = DiagnosticPrinter { _ in nil }.text(for: diagnostics.all)
    description = String(text.dropLast())
  }
}
