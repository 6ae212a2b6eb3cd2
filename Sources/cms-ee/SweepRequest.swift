import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// The options of a sweep as a request to the library; paths in options begin where the user is.
struct SweepRequest {
  private(set) var campaign: CampaignRequest
  /// The file that all that is written goes beside.
  let file: String
  private let sourceDirectory: String?

  init(_ arguments: Arguments, namesFile: Bool = true, runsHere: Bool = false) throws {
    try Self.checkMode(arguments)
    sourceDirectory = arguments.value("--source_dir")
    let files = Self.files(
      arguments.operands.prefix(namesFile ? 1 : 0) + arguments.values("--config"),
      below: sourceDirectory)
    guard let file = files.first else {
      throw arguments.mistake(
        "no sweep file given", hint: "name it: \(arguments.command) sweep.yaml")
    }
    self.file = file
    campaign = CampaignRequest(
      files: files,
      lookup: try CampaignArguments.lookup(
        arguments, file: file, runsHere: runsHere, sends: runsHere))
    campaign.name = arguments.value("--name")
    campaign.profiles = arguments.values("--profile").flatMap(Self.split)
    campaign.experiment = arguments.value("--experiment")
    campaign.overrides = try Self.overrides(arguments)
    campaign.allowsCode = arguments.has("--allow-code")
    campaign.template = arguments.value("--source").map {
      Self.node(prefixed($0), option: "--source", column: 1)
    }
    campaign.code = arguments.values("--copycode").flatMap(code)
    campaign.scriptName = try Self.scriptName(arguments)
    campaign.outputDirectory = arguments.value("--output_dir").map {
      Self.directory($0, seenFrom: arguments.value("--directory") ?? Paths.directory(of: file))
    }
  }

  /// Says what lies over what, where the user asked for it.
  func report(_ arguments: Arguments) {
    if arguments.value("--mode") == "d" {
      let note = Diagnostic(
        .note, .unsupportedKey, "--mode=d does nothing of its own",
        hint: "--dryrun or plan shows what would be written")
      CommandShell.report([note], arguments)
    }
    guard arguments.has("--verbose") else { return }
    var lines = campaign.files
    lines += campaign.profiles.map { "--profile \($0)" }
    lines += campaign.experiment.map { ["--experiment \($0)"] } ?? []
    lines += arguments.values("--attributes").map { "--attributes \($0)" }
    lines += arguments.values("--override").map { "--override \($0)" }
    let text = lines.enumerated().map { "  \($0.offset + 1) \($0.element)\n" }.joined()
    Terminal.write("layers, later ones win:\n" + text, to: .errors)
  }

  /// The files that a list names, each at its column.
  private func code(_ list: String) -> [ConfigNode] {
    var column = 1
    return list.split(separator: ",", omittingEmptySubsequences: false).compactMap { part in
      defer { column += part.unicodeScalars.count + 1 }
      let blanks = part.prefix { $0 == " " }.count
      return Self.split(String(part)).first.map {
        Self.node(prefixed($0), option: "--copycode", column: column + blanks)
      }
    }
  }

  private func prefixed(_ name: String) -> String { Self.prefixed(name, by: sourceDirectory) }
}

extension SweepRequest {
  /// Whether the first operand names a file; behind `--config` a single one may name a value.
  static func namesFile(_ arguments: Arguments) -> Bool {
    guard arguments.has("--config"), arguments.operands.count == 1 else { return true }
    return files(arguments.operands, below: arguments.value("--source_dir")).contains {
      Files.status($0) != nil
    }
  }

  private static func files(_ names: [String], below directory: String?) -> [String] {
    names.flatMap { name in
      // A name may hold a comma itself.
      Files.status(name) != nil ? [name] : split(name)
    }.map { name in
      // The shell leaves the tilde of --config=~/sweep.yaml to us.
      let name = Paths.join(".", name)
      let other = prefixed(name, by: directory)
      return Files.status(name) == nil && Files.status(other) != nil ? other : name
    }
  }

  /// Options later in the list win; those with commas come before single ones.
  private static func overrides(_ arguments: Arguments) throws(Diagnostics) -> [ConfigOverride] {
    var overrides: [ConfigOverride] = []
    for text in arguments.values("--attributes") {
      overrides += try ConfigOverride.list(text, option: "--attributes")
    }
    for text in arguments.values("--override") {
      overrides.append(try ConfigOverride(text, option: "-o"))
    }
    return overrides
  }

  private static func scriptName(_ arguments: Arguments) throws(UsageError) -> String? {
    guard let name = arguments.value("--out") else { return nil }
    guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
      throw arguments.mistake(
        "--out is '\(name)', expected the name of a file without directories",
        hint: "--output_dir says where experiments go")
    }
    return name
  }

  private static func checkMode(_ arguments: Arguments) throws(UsageError) {
    let mode = arguments.value("--mode") ?? "h"
    guard mode != "f", !arguments.has("--flat") else {
      throw arguments.mistake(
        "experiments cannot share one flat directory: each has files of the same names",
        hint: "leave \(arguments.has("--flat") ? "--flat" : "--mode=f") out")
    }
    guard mode == "h" || mode == "d" else {
      throw arguments.mistake("unknown mode '\(mode)'", hint: "expected one of: h, d")
    }
    guard !arguments.has("--strict") || !arguments.has("--lenient") else {
      throw arguments.mistake("--strict and --lenient exclude each other")
    }
  }

  private static func split(_ text: String) -> [String] {
    text.split(separator: ",").map { part in
      let start = part.drop { $0 == " " }
      let end = start.lastIndex { $0 != " " } ?? start.startIndex
      return start.isEmpty ? "" : String(start[...end])
    }.filter { !$0.isEmpty }
  }

  private static func node(_ path: String, option: String, column: Int) -> ConfigNode {
    ConfigNode(
      .scalar(Scalar(path, isPlain: false)),
      at: SourcePosition(file: option, line: 1, column: column))
  }

  private static func prefixed(_ name: String, by directory: String?) -> String {
    guard let directory, let first = name.first, !"/.~".contains(first) else { return name }
    return Paths.join(directory, name)
  }

  /// Inside the place for all that is written it is named from there, so that the place can move.
  private static func directory(_ name: String, seenFrom base: String) -> String {
    let path = Paths.absolute(name)
    let inner = Paths.relative(path, to: Paths.absolute(base))
    return inner.hasPrefix("..") ? path : inner
  }
}
