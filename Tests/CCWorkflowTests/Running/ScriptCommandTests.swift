import TestSupport
import Testing

@testable import CCWorkflow

@Suite struct ScriptCommandTests {
  private struct Script: Sendable {
    let name: String
    let text: String
    var mode: UInt32 = 0o644
    var venv: String?
    let command: [String]
  }

  private static let scripts = [
    Script(name: "train.py", text: "", command: ["python3", "./train.py"]),
    Script(
      name: "train.py", text: "#!/bin/other\n", mode: 0o755, command: ["python3", "./train.py"]),
    Script(
      name: "train.py", text: "", venv: "/envs/a b",
      command: ["/envs/a b/bin/python3", "./train.py"]),
    Script(
      name: "show.ipynb", text: "{}", command: ["papermill", "./show.ipynb", "show-output.ipynb"]),
    Script(
      name: "show.ipynb", text: "{}", venv: "/env",
      command: ["/env/bin/papermill", "./show.ipynb", "show-output.ipynb"]),
    Script(name: "job.sh", text: "echo\n", command: ["/bin/sh", "./job.sh"]),
    Script(name: "job.sh", text: "", command: ["/bin/sh", "./job.sh"]),
    Script(name: "job.sh", text: "#!/bin/bash\n", command: ["/bin/bash", "./job.sh"]),
    Script(name: "job.sh", text: "#!/bin/bash\n", mode: 0o755, command: ["./job.sh"]),
    Script(
      name: "job", text: "#! /usr/bin/env python3\n", command: ["/usr/bin/env", "python3", "./job"]),
    Script(name: "job", text: "#!/bin/sh -e -u\r\nx\n", command: ["/bin/sh", "-e -u", "./job"]),
    Script(name: "job", text: "#!\necho\n", command: ["/bin/sh", "./job"]),
    Script(name: "job", text: "#!/bin/bash", command: ["/bin/bash", "./job"]),
  ]

  @Test(arguments: scripts)
  private func `a script is run by its suffix, its permission or its first line`(
    script: Script
  ) throws {
    let place = try TemporaryDirectory()
    try place.write(script.name, script.text, mode: script.mode)
    let command = ScriptCommand.command(
      for: script.name, file: place.at(script.name), venv: script.venv)
    #expect(command == script.command)
  }

  @Test func `a path stays as it is`() {
    #expect(ScriptCommand.command(for: "/a/b.py", file: "/a/b.py") == ["python3", "/a/b.py"])
    #expect(
      ScriptCommand.command(for: "/a/b.ipynb", file: "/a/b.ipynb")
        == ["papermill", "/a/b.ipynb", "b-output.ipynb"])
  }

  @Test func `a script that is not there is left to the shell to complain about`() {
    #expect(ScriptCommand.command(for: "x.sh", file: "/nowhere/x.sh") == ["/bin/sh", "./x.sh"])
  }
}
