import EECore

/// One line of what `generate submit` prints.
struct SubmitLine {
  /// Absolute.
  let directory: String
  let script: String
  /// `k=v k=v`.
  let parameters: String

  /// Returns the program that a job type stands for; any other type is a command as it stands.
  static func command(ofType type: String) -> String {
    switch type {
    case "slurm": "sbatch"
    case "lsf": "bsub <"
    case "pbs", "sge": "qsub"
    case "flux": "flux batch"
    case "hq": "hq submit"
    case "local", "ssh": "sh"
    default: type
    }
  }

  /// `(cd DIR && sbatch SCRIPT)  # k=v k=v`, which a shell runs whatever the names hold.
  func text(_ command: String) -> String {
    // A name that begins with a hyphen would be an option.
    let name = script.hasPrefix("-") ? "./" + script : script
    return "(cd \(ShellWord.quoted(directory)) && \(command) \(ShellWord.quoted(name)))"
      + "  # \(comment)\n"
  }

  /// A line feed would end the comment, other controls would act on a terminal.
  private var comment: String {
    String(
      String.UnicodeScalarView(
        parameters.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }
}
