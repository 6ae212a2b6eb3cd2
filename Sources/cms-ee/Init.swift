import CommandShell
import CommandTable
import EECore
import HostIO

let initCommand = Command(
  "init", "Write a small study to start from: it runs as it stands.",
  operands: [
    Operand("DIR", .optional, "Where to write it; the current directory by default.")
  ],
  details: """
    Writes sweep.yaml, job.in.sh, train.py and workflow.yaml, with comments that say what to \
    change. Never writes over a file that is there.
    """,
  examples: [
    Example("cms-ee init study", "then follow what it prints")
  ],
  action: Verb { arguments in
    let directory = arguments.operands.first ?? "."
    try refuse(Starter.files.filter { isTaken(Paths.join(directory, $0.name)) }, in: directory)
    try Directories.ensure(directory)
    for file in Starter.files {
      try Files.create(
        Paths.join(directory, file.name), Array(file.text.utf8),
        mode: file.isExecutable ? 0o755 : 0o644)
    }
    if !arguments.has("--quiet") { Terminal.write(advice(directory), to: .output) }
    return .success
  })

/// A link that leads nowhere is somebody's as well.
private func isTaken(_ path: String) -> Bool {
  Files.status(path) != nil || Files.isLink(path)
}

private func refuse(_ taken: [Starter.File], in directory: String) throws(Diagnostics) {
  guard !taken.isEmpty else { return }
  let names = taken.map { "'\(Paths.join(directory, $0.name))'" }.joined(separator: ", ")
  throw Diagnostics(
    .fileNameTaken, "\(names) \(taken.count == 1 ? "is" : "are") there already",
    hint: "choose another directory: cms-ee init study")
}

private func advice(_ directory: String) -> String {
  let enter = directory == "." ? "" : "  cd \(ShellWord.quoted(directory))\n"
  return """
    wrote \(Starter.files.map(\.name).joined(separator: ", "))
    next:
    \(enter)  cms-ee plan sweep.yaml         what would be written
      cms-ee generate sweep.yaml     one directory for each experiment
      cms-cc run workflow.yaml       train them all, then compare them
      cms-cc report workflow.yaml    the comparison

    """
}
