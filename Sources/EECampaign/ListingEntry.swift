internal import EECore
internal import HostIO

/// One experiment of `NAME.json` as text, on a line of its own.
struct ListingEntry {
  private let space: ParameterSpace
  /// `", "directory": "experiments/`, open for the identifier.
  private let directory: [UInt8]
  /// What stands behind the identifier, up to the values as the original prints them.
  private let experiment: [UInt8]
  /// `, "script": "experiments/` and what stands behind the identifier there.
  private let script: (start: [UInt8], end: [UInt8])
  /// The end of the script's path where it was completed for a host.
  private let completed: [UInt8]
  private let config: (start: [UInt8], end: [UInt8])
  private let code: [UInt8]
  /// For each axis that is not derived: `NAME=VALUE`.
  private let pairs: [AxisTexts]
  /// The same as `"experiment.NAME": VALUE`.
  private let variables: [AxisTexts]

  init(_ plan: CampaignPlan, directory: String, code: [String]) {
    space = plan.space
    let open = directory == "." ? "" : ListingEntry.inside(directory + "/")
    let script = plan.scriptName.map(ListingEntry.inside)
    self.directory = Array("\", \"directory\": \"\(open)".utf8)
    experiment = Array("\", \"experiment\": \"".utf8)
    self.script = (
      Array("\", \"script\": \(script == nil ? "null" : "\"" + open)".utf8),
      Array((script.map { "/\($0)\"" } ?? "").utf8)
    )
    completed = Array(
      (plan.scriptName.flatMap(HalfBoundScript.completedName).map(ListingEntry.inside)
        .map { "/\($0)\"" } ?? "").utf8)
    config = (
      Array(", \"config\": \"\(open)".utf8),
      Array("/\(CampaignPlan.configName)\", \"variables\": {".utf8)
    )
    let names = code.map { JSONWriter.text(.string($0)) }.joined(separator: ", ")
    self.code = Array("}, \"copycode\": [\(names)]}".utf8)
    let axes = space.axes.filter { !$0.isDerived }
    pairs = axes.map { axis in
      AxisTexts(axis) { Array(ListingEntry.inside("\(axis.name)=\($0.spelling)").utf8) }
    }
    variables = axes.map { axis in
      let name = JSONWriter.text(.string("experiment." + axis.name))
      return AxisTexts(axis) { Array("\(name): \(JSONWriter.text($0.json))".utf8) }
    }
  }

  /// Appends `"IDENTIFIER": {…}`.
  ///
  /// A completed script is named instead of the one that waits for its host.
  ///
  /// - Cost: appends only; no value is made for it.
  func append(_ experiment: Experiment, isCompleted: Bool, to bytes: inout ByteWriter) {
    // Identifiers and uuids hold nothing that JSON would escape.
    let identifier = experiment.identifier
    bytes.append(UInt8(ascii: "\""))
    bytes.append(identifier)
    bytes.append(ListingEntry.identity)
    bytes.append(experiment.uuid)
    bytes.append(directory)
    bytes.append(identifier)
    bytes.append(self.experiment)
    append(pairs, at: experiment.point, separator: ListingEntry.blank, to: &bytes)
    bytes.append(script.start)
    if !script.end.isEmpty { bytes.append(identifier) }
    bytes.append(isCompleted ? completed : script.end)
    bytes.append(config.start)
    bytes.append(identifier)
    bytes.append(config.end)
    append(variables, at: experiment.point, separator: ListingEntry.comma, to: &bytes)
    bytes.append(code)
  }

  private static let identity = Array("\": {\"id\": \"".utf8)
  private static let blank = Array(" ".utf8)
  private static let comma = Array(", ".utf8)

  /// Appends a text for each value of a point.
  private func append(
    _ texts: [AxisTexts], at point: Int, separator: [UInt8], to bytes: inout ByteWriter
  ) {
    var isFirst = true
    for (index, axis) in texts.enumerated() {
      guard let value = space.valueIndex(ofAxis: index, at: point) else { continue }
      if !isFirst { bytes.append(separator) }
      isFirst = false
      bytes.append(axis[value])
    }
  }

  /// The text as it stands between the quotes of JSON.
  private static func inside(_ text: String) -> String {
    String(JSONWriter.text(.string(text)).dropFirst().dropLast())
  }
}
