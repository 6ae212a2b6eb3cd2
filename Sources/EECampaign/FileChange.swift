package import EECore
internal import HostIO

/// How a file of an experiment differs from what is planned.
package struct FileChange: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case missing
    /// The first line that differs, from one; nil on the side that has no such line.
    case line(Int, old: String?, new: String?)
    /// It is no text.
    case binary
    /// Only whether it can be run differs: whether it can by the plan.
    case mode(isExecutable: Bool)
    /// The plan has no such file any more.
    case unplanned
  }

  package let name: String
  package let kind: Kind

  /// Returns the first line in which two texts differ; nil where one of them is no text.
  static func difference(_ old: [UInt8], _ new: [UInt8]) -> Kind {
    guard isText(old), isText(new) else { return .binary }
    let oldLines = lines(old)
    let newLines = lines(new)
    let same = zip(oldLines, newLines).prefix { $0.elementsEqual($1) }.count
    guard same < oldLines.count || same < newLines.count else { return .binary }
    return .line(same + 1, old: text(oldLines, same), new: text(newLines, same))
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
  }

  /// The line feed belongs to its line, so that a missing one at the end is a difference.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func text(_ lines: [ArraySlice<UInt8>], _ index: Int) -> String? {
    guard lines.indices.contains(index) else { return nil }
    let line = lines[index]
    return String(decoding: line.last == 0x0A ? line.dropLast() : line, as: UTF8.self)
  }
}

/// Says how files of experiments differ from what is planned: only for those that somebody reads.
package final class ChangeReader {
  private let code: [CodeFile]
  private let directory: String
  private var renderer: ExperimentRenderer

  /// Takes the directory of the campaign's experiments.
  package init(_ campaign: Campaign, directory: String) {
    code = campaign.code
    self.directory = directory
    renderer = ExperimentRenderer(campaign.plan)
  }

  /// Returns how the named files differ, in the order named.
  ///
  /// - Cost: renders the experiment and reads each of the files.
  package func changes(of experiment: Experiment, in names: [String]) -> [FileChange] {
    let files = renderer.files(of: experiment)
    return names.map { name in
      let code = code.first { $0.name == name }
      let path = Paths.join(Paths.join(directory, experiment.identifier), name)
      guard let planned = files.first(where: { $0.name == name })?.bytes ?? code?.bytes else {
        return FileChange(name: name, kind: .unplanned)
      }
      guard let bytes = try? Files.read(path) else { return FileChange(name: name, kind: .missing) }
      if let code, bytes == planned, Files.status(path)?.isExecutable != code.isExecutable {
        return FileChange(name: name, kind: .mode(isExecutable: code.isExecutable))
      }
      return FileChange(name: name, kind: FileChange.difference(bytes, planned))
    }
  }
}
