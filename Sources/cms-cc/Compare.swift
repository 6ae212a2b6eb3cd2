import CCResults
import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let compareCommand = Command(
  "compare", "Compare two runs, hosts, commits or databases, and fail where a gate says so.",
  operands: [
    Operand("A", "What is there already: FILE, FILE@RUN or FILE:NAME=VALUE,…"),
    Operand("B", "What is measured against it."),
  ],
  options: [
    Option("--metrics", value: "NAMES", "Compare these: accuracy,seconds,timer:training."),
    Option(
      "--fail-if", value: "GATE", repeats: true, "Exit with 5 where this holds: 'runtime > +5%'."),
    Option("--significant", "Gates on differences hold only where p < 0.05."),
    Option("--test", value: "TEST", "How chance is judged: welch (the usual) or ranks."),
    Option("--format", value: "FORM", "Print text, md, csv or json."),
  ],
  details: """
    FILE is a workflow file or a database, and stands for its newest run. FILE@RUN is another run, by \
    the beginning of its identifier, FILE@all all of them. FILE:NAME=VALUE,NAME=VALUE chooses \
    experiments: by host, node, commit (its beginning), a parameter or a recorded fact; the last one may be \
    where=CONDITION, over parameters. A side that chooses is about all runs unless it names one.

    Experiments that agree in all parameters but the repeat are compared: mean ± standard deviation \
    over the repeats, the change from A to B, its 95 % confidence interval, and the probability of such a \
    difference by chance. A parameter with one value on each side is what the sides differ in. Goals of \
    results say which difference is better. Facts in which the sides differ are warned of.

    A gate is METRIC > NUMBER or < (also >=, <=): with % it bounds the change, with a sign the \
    difference, else the value of B, with a unit where you like. It trips where any configuration does, and \
    also where a metric or a configuration is missing on a side. The exit code is 5 then, and 2 where \
    there is nothing to compare.

    --format csv has metric, unit, parameter.NAME…, n_a, mean_a, sd_a, n_b, mean_b, sd_b, difference, \
    change (a part of A), ci_low, ci_high (of the difference), p, verdict. json is {"version", "a", "b", \
    "test", "metrics": [{"name", "unit", "goal", "configurations": [{"parameters", "a": {"n", "mean", \
    "sd"}, "b", "difference", "change", "interval", "p", "verdict"}]}], "only_a", "only_b", "warnings", \
    "gates": [{"gate", "tripped", "reasons"}]}. Verdicts: better, worse, different, same, unknown, missing.
    """,
  examples: [
    Example("cms-cc compare old.db new.db", "two databases, configuration by configuration"),
    Example("cms-cc compare all.db:host=desktop all.db:host=cluster", "two machines"),
    Example(
      "cms-cc compare base.db new.db --fail-if 'runtime > +5%' --significant",
      "a gate for a nightly job"),
  ],
  action: Verb { arguments in try ComparisonVisit(arguments).perform() })

/// What the user wants compared.
struct ComparisonVisit {
  private enum Form: String, CaseIterable { case text, md, csv, json }

  private let arguments: Arguments
  private let sides: [ComparedSide]
  private let gates: [Gate]
  private let test: ComparedNumbers.Test
  private let form: Form

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    sides = try arguments.operands.map { try ComparisonVisit.side($0, arguments) }
    gates = try arguments.values("--fail-if").map { try ComparisonVisit.gate($0, arguments) }
    test = try ComparisonVisit.choose(ComparedNumbers.Test.self, "--test", arguments) ?? .welch
    form = try ComparisonVisit.choose(Form.self, "--format", arguments) ?? .text
  }

  private static func side(_ text: String, _ arguments: Arguments) throws -> ComparedSide {
    do throws(ComparedSide.Problem) {
      return try ComparedSide(text) { Files.status($0) != nil }
    } catch { throw arguments.mistake(error.message, hint: nil) }
  }

  private static func gate(_ text: String, _ arguments: Arguments) throws -> Gate {
    do throws(Gate.Problem) { return try Gate(text) } catch {
      throw arguments.mistake(error.message, hint: nil)
    }
  }

  private static func choose<Value: RawRepresentable<String> & CaseIterable>(
    _ type: Value.Type, _ option: String, _ arguments: Arguments
  ) throws -> Value? {
    guard let word = arguments.value(option) else { return nil }
    guard let value = Value(rawValue: word) else {
      let words = Value.allCases.map(\.rawValue)
      throw arguments.mistake(
        "\(option) is '\(word)', expected one of: \(words.joined(separator: ", "))",
        hint: Suggestion.hint(for: word, among: words))
    }
    return value
  }

  func perform() throws -> ExitStatus {
    let metrics = arguments.value("--metrics")?.split(separator: ",").map(String.init)
    let chosen = Set(sides.flatMap(\.choices).map { $0.name == "commit" ? "code" : $0.name })
    let comparison = try Comparison(
      sides.map { ($0.text, try input($0)) }, metrics: metrics, test: test, chosen: chosen)
    guard !comparison.isEmpty else {
      throw Diagnostics(
        .emptySpace,
        "there is nothing to compare: '\(sides[0].text)' and '\(sides[1].text)' have no configuration "
          + "in common",
        hint: "cms-cc report shows the parameters of each")
    }
    let results = try gates.map {
      (
        gate: $0.text,
        reasons: try $0.reasons(in: comparison, onlySignificant: arguments.has("--significant"))
      )
    }
    print(comparison, results)
    return results.contains { !$0.reasons.isEmpty } ? .gateHit : .success
  }

  private func input(_ side: ComparedSide) throws -> ReportInput {
    let (places, workflow) = try StoredRun.places(of: side.file, arguments)
    do {
      let input = try SideReader(side, in: CampaignStore(places.database, .readOnly))
        .input(of: workflow)
      guard input.rows.isEmpty else { return input }
    } catch let error as ComparedSide.Problem {
      throw Diagnostics(.unknownParameter, error.message)
    }
    throw Diagnostics(
      .emptySpace, "there is nothing to compare: '\(side.text)' chooses no experiment",
      hint: "cms-cc report shows their parameters")
  }

  private func print(_ comparison: Comparison, _ gates: [(gate: String, reasons: [String])]) {
    for warning in comparison.warnings { Terminal.write("warning: \(warning)\n", to: .errors) }
    let text =
      switch form {
      case .text: comparison.text(width: Terminal.outputWidth())
      case .md: comparison.markdown
      case .csv: comparison.csv
      case .json: comparison.json(gates: gates)
      }
    Terminal.write(text, to: .output)
    for (gate, reasons) in gates where !reasons.isEmpty {
      Terminal.write("gate tripped: \(gate)\n", to: .errors)
      for reason in reasons.prefix(20) { Terminal.write("  \(reason)\n", to: .errors) }
      if reasons.count > 20 {
        Terminal.write("  and \(reasons.count - 20) more\n", to: .errors)
      }
    }
  }
}
