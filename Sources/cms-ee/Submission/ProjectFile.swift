import CommandTable
import EECampaign
import EECore
import HostIO

/// `NAME.json` as `generate` wrote it, ours or the original's: what is to be submitted.
enum ProjectFile {
  /// Returns the file that `--name` means: itself, else NAME.json in the directory for all.
  static func path(_ arguments: Arguments) throws -> String {
    guard let name = arguments.value("--name") else {
      throw arguments.mistake(
        "neither a sweep file nor the name of its experiments given",
        hint: "name one: cms-ee generate submit sweep.yaml, or --name=project.json")
    }
    let place = arguments.value("--directory") ?? "."
    let file = name.hasSuffix(".json") ? name : name + ".json"
    let path = Paths.join(place, file)
    // The original takes the name as a path from where it runs.
    if Files.status(path) == nil, Files.status(file) != nil { return file }
    guard Files.status(path) != nil else {
      throw Diagnostics(
        .missingFile, "there is no list of experiments '\(path)'",
        hint: "generate writes it: cms-ee generate sweep.yaml")
    }
    return path
  }

  /// Returns the script that is run in a directory: of one that waited for its host what completed
  /// it since, and nil where it waits still.
  static func script(_ name: String, in directory: String) -> String? {
    guard let completed = HalfBoundScript.completedName(name),
      let bytes = try? Files.read(Paths.join(directory, name)), HalfBoundScript.waits(bytes)
    else { return name }
    guard let script = try? Files.read(Paths.join(directory, completed)),
      HalfBoundScript.isCompletion(script, of: bytes)
    else { return nil }
    return completed
  }

  /// Reads the experiments; directories are as seen from the file's.
  static func lines(_ path: String) throws -> [SubmitLine] {
    let bytes = try SourceFile.read(path, as: "list of experiments")
    let value: JSONValue
    do throws(JSONError) { value = try JSONParser.parse(bytes) } catch {
      throw Diagnostics(
        .malformedJSON, error.message,
        at: SourcePosition(file: path, offset: error.offset, in: bytes),
        hint: "write it again: cms-ee generate sweep.yaml")
    }
    guard case .object(let members) = value else {
      throw Diagnostics(
        .malformedJSON, "'\(path)' is no list of experiments, expected an object of them",
        hint: "name the file that generate wrote beside the database")
    }
    let base = Paths.absolute(Paths.directory(of: path))
    return try members.map { member throws(Diagnostics) in
      SubmitLine(
        directory: Paths.absolute(Paths.join(base, try text("directory", of: member, path))),
        script: Paths.name(of: try text("script", of: member, path)),
        parameters: try text("experiment", of: member, path))
    }
  }

  private static func text(
    _ key: String, of member: JSONValue.Member, _ path: String
  ) throws(Diagnostics) -> String {
    if case .string(let text) = member.value[key], !text.isEmpty { return text }
    throw Diagnostics(
      .malformedJSON, "experiment '\(member.key)' of '\(path)' has no '\(key)', expected text",
      hint: key == "script"
        ? "add templates: [job.in.sh] to its sweep and generate again" : nil)
  }
}
