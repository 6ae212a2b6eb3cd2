package import EECore
internal import HostIO

/// A file of the user's code that goes into every experiment.
package struct CodeFile: Hashable, Sendable {
  /// Its path inside an experiment.
  package let name: String
  /// Where it is now.
  package let path: String
  package let bytes: [UInt8]
  package let isExecutable: Bool
  package let fingerprint: Fingerprint

  init(name: String, path: String, bytes: [UInt8], isExecutable: Bool) {
    self.name = name
    self.path = path
    self.bytes = bytes
    self.isExecutable = isExecutable
    fingerprint = Fingerprint(bytes)
  }

  /// Reads what `copy:` names; a directory stands for all files in it.
  ///
  /// - Throws: ``Diagnostics`` EE302 at what is missing, EE306 where two files share a name.
  static func all(
    _ nodes: [ConfigNode], taken: [String]
  ) throws(Diagnostics) -> [CodeFile] {
    var files: [CodeFile] = []
    var names = Set(taken)
    var directories: Set<String> = []
    for node in nodes {
      let path = SourceFile.path(namedBy: node)
      let name = try name(of: path, namedAt: node)
      let found = try collect(path, name: name, namedAt: node)
      if found.contains(where: { $0.name != name }) { directories.insert(name) }
      // A file and a directory cannot share a name either.
      let isTaken =
        directories.contains(name) && (names.contains(name) || found.first?.name == name)
      for file in found where isTaken || !names.insert(file.name).inserted {
        throw Diagnostics(
          .fileNameTaken,
          "two files of an experiment would be named '\(isTaken ? name : file.name)'",
          at: node.position, width: node.scalar?.text.count ?? 1, hint: "rename one of them")
      }
      files += found
    }
    return files
  }

  /// What it will be called in an experiment; `..` would be a place outside.
  private static func name(
    of path: String, namedAt node: ConfigNode
  ) throws(Diagnostics) -> String {
    let name = Paths.name(of: path)
    guard name != ".", name != "..", path != "/", node.scalar?.text != "." else {
      throw Diagnostics(
        .wrongKind, "code '\(path)' has no name of its own, expected a file or a directory",
        at: node.position, width: node.scalar?.text.count ?? 1,
        hint: "name what is in it: copy: [train.py, src/]")
    }
    return name
  }

  /// Reads a file, or all files in a directory that is below others; those are absolute.
  private static func collect(
    _ path: String, name: String, namedAt node: ConfigNode, below parents: [String] = []
  ) throws(Diagnostics) -> [CodeFile] {
    let status = Files.status(path)
    guard status?.kind != .other else {
      throw Diagnostics(
        .wrongKind, "code '\(path)' is a pipe, socket or device, expected a file",
        at: node.position, width: node.scalar?.text.count ?? 1, hint: "move it out of the way")
    }
    guard status?.kind == .directory else {
      let bytes = try SourceFile.read(path, as: "code", namedAt: node)
      return [
        CodeFile(name: name, path: path, bytes: bytes, isExecutable: status?.isExecutable ?? false)
      ]
    }
    let real = Paths.real(path)
    guard !parents.contains(real) else {
      throw Diagnostics(
        .wrongKind, "code '\(path)' is a link to a directory that holds it",
        at: node.position, width: node.scalar?.text.count ?? 1, hint: "remove the link")
    }
    var files: [CodeFile] = []
    let names: [String]
    do throws(SystemError) { names = try Directories.names(in: path) } catch {
      throw Diagnostics(.unreadableFile, "\(error)", at: node.position)
    }
    for inner in names where !isLeftOut(inner) {
      files += try collect(
        Paths.join(path, inner), name: "\(name)/\(inner)", namedAt: node, below: parents + [real])
    }
    return files
  }

  /// Reports code that holds the directory of the experiments: it would hold itself.
  ///
  /// - Throws: ``Diagnostics`` EE105 at what `copy:` names.
  static func check(_ nodes: [ConfigNode], against directory: String) throws(Diagnostics) {
    for node in nodes {
      let path = Paths.absolute(SourceFile.path(namedBy: node))
      guard directory == path || directory.hasPrefix(path + "/"),
        !directory.dropFirst(path.count).split(separator: "/").map(String.init).contains(
          where: isLeftOut)
      else { continue }
      throw Diagnostics(
        .wrongKind,
        "code '\(node.scalar?.text ?? "")' holds the directory of the experiments, "
          + "'\(directory)'", at: node.position, width: node.scalar?.text.count ?? 1,
        hint: "choose another dir for them, or name what is to be copied")
    }
  }

  /// What belongs to tools and not to the code.
  private static func isLeftOut(_ name: String) -> Bool {
    name.hasPrefix(".") || name == "__pycache__"
  }
}
