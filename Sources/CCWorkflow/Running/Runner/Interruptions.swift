internal import HostIO

/// What a user does who interrupts a run: asked on a terminal, else taken as a stop.
final class Interruptions {
  /// What the user wants.
  enum Choice {
    /// The runner ends, its jobs go on.
    case stop
    /// Another process goes on with the run.
    case detach
    /// All jobs end.
    case cancel
    /// Nothing, or nothing yet.
    case goOn
  }

  private let loop: EventLoop
  private let signals: SignalEvents
  private let question: (() -> String)?
  /// Of the terminal, while the question stands there.
  private var terminal: UInt64?

  init(_ loop: EventLoop, question: (() -> String)?) throws(SystemError) {
    self.loop = loop
    self.question = question
    signals = try SignalEvents(loop)
  }

  /// Whether the question stands on the terminal.
  var isAsking: Bool { terminal != nil }

  /// Returns what an event of the loop means; nil where it is not ours.
  func choice(for tag: UInt64) -> Choice? {
    if tag == terminal { return answer() }
    guard tag == signals.tag else { return nil }
    guard let signal = signals.next() else { return .goOn }
    // Who interrupts again does not want to be asked.
    guard signal == .interrupt, terminal == nil, let question,
      let input = try? Terminal.watchInput(in: loop)
    else { return .stop }
    terminal = input
    Terminal.write(question(), to: .errors)
    return .goOn
  }

  private func answer() -> Choice {
    if let terminal { loop.remove(terminal) }
    terminal = nil
    // The end of input is no answer.
    switch Terminal.answer()?.first?.lowercased() {
    case "d": return .detach
    case "c": return .cancel
    case "s": return .stop
    default: return .goOn
    }
  }
}
