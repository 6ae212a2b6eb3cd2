internal import CCWorkflow
internal import CampaignStore
package import CommandTable
package import EECore
internal import Glibc
package import HostIO

/// What both commands do around a verb: parse, call, print what went wrong, choose the exit code.
package enum CommandShell {
  /// The options that every verb has.
  package static let globalOptions = [
    Option("--color", value: "WHEN", "Colours: auto, always or never."),
    Option("--quiet", "-q", "Print nothing but results, warnings and errors."),
  ]

  /// Runs the command line of this process and ends it.
  package static func main(_ table: CommandTable<Verb>) -> Never {
    exit(run(table, Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs a command line and returns its exit code.
  package static func run(_ table: CommandTable<Verb>, _ arguments: [String]) -> Int32 {
    do throws(UsageError) {
      switch try table.parse(arguments) {
      case .print(let text):
        Terminal.write(text + "\n", to: .output)
        return ExitStatus.success.rawValue
      case .run(let verb, let arguments): return perform(verb, arguments).rawValue
      }
    } catch {
      Terminal.write("\(error)\n", to: .errors)
      return UsageError.exitCode
    }
  }

  private static func perform(_ verb: Verb, _ arguments: Arguments) -> ExitStatus {
    do {
      try check(arguments)
      return try verb.run(arguments)
    } catch let error as UsageError {
      Terminal.write("\(error)\n", to: .errors)
      return .usage
    } catch let error as Diagnostics {
      report(error.all, arguments)
      return .invalidInput
    } catch let error as StoreError {
      Terminal.write("error: \(error)\n" + hint(for: error), to: .errors)
      return error.kind == .missing || error.kind == .foreign ? .invalidInput : .backendFailure
    } catch {
      Terminal.write("error: \(error)\n", to: .errors)
      return .backendFailure
    }
  }

  private static func check(_ arguments: Arguments) throws(UsageError) {
    let choices = ["auto", "always", "never"]
    guard let choice = arguments.value("--color"), !choices.contains(choice) else { return }
    throw arguments.mistake(
      "unknown --color '\(choice)'", hint: Suggestion.hint(for: choice, among: choices))
  }

  /// Prints messages on standard error, each with the line it is about.
  package static func report(_ diagnostics: [Diagnostic], _ arguments: Arguments) {
    let printer = DiagnosticPrinter(colour: usesColour(.errors, arguments)) { file in
      guard file.hasPrefix("-") else { return try? Files.read(file) }
      // Of several values nobody knows which one is meant.
      let values = arguments.values(file)
      return values.count == 1 ? Array(values[0].utf8) : nil
    }
    Terminal.write(printer.text(for: diagnostics), to: .errors)
  }

  /// Whether text for a stream may hold colours.
  package static func usesColour(_ stream: Terminal.Stream, _ arguments: Arguments) -> Bool {
    switch arguments.value("--color") {
    case "always": true
    case "never": false
    default:
      Terminal.isTerminal(stream) && (Environment.value("NO_COLOR") ?? "").isEmpty
        && Environment.value("TERM") != "dumb"
    }
  }

  private static let sealedHint =
    "hint: copy it, with what is named like it, to where you may write, and name that with --db\n"

  private static func hint(for error: StoreError) -> String {
    if error.isDamage { return "hint: \(DatabaseCheck.advice(for: error.path))\n" }
    return switch error.kind {
    case .newer: "hint: use the program that wrote it, or a later one\n"
    case .missing: "hint: generate or run writes it; --db says where\n"
    case .foreign: "hint: name a database of cms with --db\n"
    case .damaged: ""
    case .ownerLost: "hint: another runner took this run over; this one has stopped\n"
    case .sealed: sealedHint
    case .sqlite: error.needsWriting ? sealedHint : ""
    }
  }
}
