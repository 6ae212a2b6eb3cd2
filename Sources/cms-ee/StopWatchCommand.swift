import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let stopwatchCommand = Command(
  "stopwatch", "Write cms.py and cms.sh, with which programs and scripts report.",
  operands: [
    Operand("DIR", .optional, "Where to write them; the current directory by default.")
  ],
  details: """
    With them a program says how far it is, times its parts and reports results, in the lines that \
    cms-cc reads. generate puts them into experiments whose code imports cms or names cms.sh, so this \
    is only for programs that run elsewhere, or to keep a version: a file of that name beside the \
    code is the one that is copied. Never writes over a file that is there.
    """,
  examples: [
    Example("cms-ee stopwatch", "then, in a program: from cms import StopWatch, progress, result")
  ],
  action: Verb { arguments in
    let directory = arguments.operands.first ?? "."
    let missing = StopWatchFile.all.filter { file in
      (try? Files.read(Paths.join(directory, file.name))) != file.bytes
    }
    let taken = missing.map { Paths.join(directory, $0.name) }
      .filter { Files.status($0) != nil || Files.isLink($0) }
    guard taken.isEmpty else {
      let names = taken.map { "'\($0)'" }.joined(separator: ", ")
      throw Diagnostics(
        .fileNameTaken,
        "\(names) \(taken.count == 1 ? "is" : "are") there already, and different",
        hint: "choose another directory, or move \(taken.count == 1 ? "it" : "them") away")
    }
    try Directories.ensure(directory)
    for file in missing {
      try Files.create(Paths.join(directory, file.name), file.bytes, mode: 0o644)
    }
    if !arguments.has("--quiet") {
      let names = missing.map(\.name).joined(separator: ", ")
      Terminal.write(
        missing.isEmpty ? "cms.py and cms.sh are there already\n" : "wrote \(names)\n",
        to: .output)
    }
    return .success
  })
