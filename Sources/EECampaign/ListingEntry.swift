internal import EECore
internal import HostIO

/// One experiment of `NAME.json` as text, on a line of its own.
struct ListingEntry {
  /// `, "directory": "experiments/`, open for the identifier.
  private let directory: [UInt8]
  /// What stands behind the identifier in the paths of script and configuration.
  private let script: [UInt8]
  private let configuration: [UInt8]
  private let code: [UInt8]
  /// Parameters as they were rendered last: most experiments share theirs with others.
  private var pieces: [Combination.Parameter: Piece] = [:]

  /// A parameter as text.
  private struct Piece {
    /// `k=v`, inside quotes.
    let assignment: [UInt8]
    /// `"experiment.k": v`.
    let member: [UInt8]
  }

  init(directory: String, script: String?, code: [String]) {
    let open = ListingEntry.inside(directory == "." ? "" : directory + "/")
    self.directory = open
    self.script = ListingEntry.inside(script.map { "/" + $0 } ?? "")
    configuration = ListingEntry.inside("/" + CampaignPlan.configName)
    let names = code.map { JSONWriter.text(.string($0)) }.joined(separator: ", ")
    self.code = Array("[\(names)]".utf8)
  }

  /// Appends `"IDENTIFIER": {…}`.
  ///
  /// - Cost: appends only; a parameter is rendered once for each value.
  mutating func append(_ experiment: Experiment, to bytes: inout [UInt8]) {
    let pieces = experiment.combination.parameters.map { piece($0) }
    // Identifiers and uuids hold nothing that JSON would escape.
    let identifier = experiment.identifier.utf8
    bytes.append(UInt8(ascii: "\""))
    bytes += identifier
    bytes += "\": {\"id\": \"".utf8
    bytes += experiment.uuid.utf8
    bytes += "\", \"directory\": \"".utf8
    bytes += directory
    bytes += identifier
    bytes += "\", \"experiment\": \"".utf8
    for (index, piece) in pieces.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      bytes += piece.assignment
    }
    bytes.append(UInt8(ascii: "\""))
    if !script.isEmpty {
      bytes += ", \"script\": \"".utf8
      bytes += directory
      bytes += identifier
      bytes += script
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes += ", \"script\": null".utf8
    }
    bytes += ", \"config\": \"".utf8
    bytes += directory
    bytes += identifier
    bytes += configuration
    bytes += "\", \"variables\": {".utf8
    for (index, piece) in pieces.enumerated() {
      if index > 0 { bytes += ", ".utf8 }
      bytes += piece.member
    }
    bytes += "}, \"copycode\": ".utf8
    bytes += code
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func piece(_ parameter: Combination.Parameter) -> Piece {
    if let piece = pieces[parameter] { return piece }
    var member: [UInt8] = []
    JSONWriter.append(quoted: "experiment." + parameter.name, to: &member)
    member += ": ".utf8
    JSONWriter.append(parameter.value.json, to: &member)
    let piece = Piece(
      assignment: ListingEntry.inside("\(parameter.name)=\(parameter.value.spelling)"),
      member: member)
    // Drawn values are all different: memory must not grow with the experiments.
    if pieces.count >= 10_000 { pieces.removeAll(keepingCapacity: true) }
    pieces[parameter] = piece
    return piece
  }

  /// The text as it stands between the quotes of JSON.
  private static func inside(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONWriter.append(quoted: text, to: &bytes)
    return Array(bytes.dropFirst().dropLast())
  }
}
