internal import HostIO

/// What this machine offers to a runner.
package enum MachineCheck {
  /// Programs that some nodes or commands need, and for what.
  private static let programs: [(name: String, use: String)] = [
    ("python3", "nodes whose script ends in .py"),
    ("papermill", "nodes whose script ends in .ipynb"),
    ("dot", "cms-cc graph: it is part of graphviz"),
    ("nvidia-smi", "leases of NVIDIA GPUs"),
  ]

  /// Below this a run of a day has no room for its logs.
  private static let littleSpace = 1 << 30
  private static let fewFiles = 1024

  /// Looks at programs, limits and the disk that is written to.
  package static func findings(base: String) -> [Finding] {
    var found = [shell()]
    for program in programs {
      found.append(
        path(of: program.name).map { Finding(.fine, program.name, $0) }
          ?? Finding(.note, program.name, "not found, needed for \(program.use)"))
    }
    if let problem = GPUInventory.find(nil).problem {
      let advice = "jobs that ask for GPUs fail; state what there is in a hosts file"
      found.append(Finding(.note, "GPUs", problem, advice: advice))
    }
    let count = Environment.processorCount()
    found.append(Finding(.fine, "processors", "\(count) that jobs may use"))
    found.append(openFiles())
    found.append(disk(base))
    return found
  }

  private static func shell() -> Finding {
    Files.status("/bin/sh")?.isExecutable == true
      ? Finding(.fine, "sh", "/bin/sh")
      : Finding(.problem, "sh", "there is no /bin/sh", advice: "jobs cannot be started without it")
  }

  private static func path(of program: String) -> String? {
    let directories = (Environment.value("PATH") ?? "").split(separator: ":")
    return directories.map { Paths.join(String($0), program) }.first {
      Files.status($0)?.kind == .file && Files.status($0)?.isExecutable == true
    }
  }

  private static func openFiles() -> Finding {
    let limit = Environment.openFileLimit()
    let text = "\(limit) at once, for \(max(1, (limit - 32) / 2)) jobs at once"
    return limit < fewFiles
      ? Finding(.note, "open files", text, advice: "raise it with ulimit -n")
      : Finding(.fine, "open files", text)
  }

  private static func disk(_ base: String) -> Finding {
    let space: DiskSpace
    do throws(SystemError) { space = try DiskSpace(base) } catch {
      return Finding(.problem, "disk", "\(error)", advice: "name another place with --directory")
    }
    let text = "\(space.free >> 20) MB free at '\(base)'"
    if space.isReadOnly {
      return Finding(
        .problem, "disk", "'\(base)' can only be read",
        advice: "name another place with --directory")
    }
    if let files = space.files, files < fewFiles {
      return Finding(
        .problem, "disk", "only \(files) more files fit at '\(base)'",
        advice: "remove what is not needed")
    }
    return space.free < littleSpace
      ? Finding(.note, "disk", text, advice: "logs and results may not fit")
      : Finding(.fine, "disk", text)
  }
}
