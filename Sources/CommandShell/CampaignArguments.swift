package import CommandTable
package import EECampaign
package import EECore
internal import HostIO

/// The options by which both commands name a sweep and what it may see.
package enum CampaignArguments {
  /// Options that say where things are written.
  package static let placeOptions = [
    Option("--directory", value: "DIR", "Write everything below DIR instead of beside the file."),
    Option("--db", value: "FILE", "Use this database instead of NAME.db."),
  ]

  /// Options that say what `{os.NAME}` may see.
  package static let lookupOptions = [
    Option("--noos", "Keep the environment out of frames."),
    Option("--os", value: "NAMES", "Let frames see only these variables: USER,HOME."),
  ]

  /// Returns what frames may name besides the configuration.
  package static func lookup(_ arguments: Arguments) -> Lookup {
    var all = Environment.all()
    // Containers and batch shells often leave it out, and nearly every sweep names it.
    if all["USER"] == nil { all["USER"] = Environment.userName() }
    guard let names = arguments.value("--os") else {
      let closed = arguments.has("--noos")
      return Lookup(environment: closed ? [:] : all, bareNamesReachEnvironment: !closed)
    }
    let allowed = Set(names.split(separator: ",").map(String.init))
    return Lookup(
      environment: all.filter { allowed.contains($0.key) },
      bareNamesReachEnvironment: !arguments.has("--noos"))
  }

  /// Returns where a command on this file writes.
  package static func places(file: String, name: String, _ arguments: Arguments) -> Places {
    Places(
      file: file, name: name, directory: arguments.value("--directory"),
      database: arguments.value("--db"))
  }
}
