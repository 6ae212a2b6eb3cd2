import CommandTable
import Testing

@Suite struct ManualTests {
  @Test func `the manual is the overview and every command as Markdown`() {
    let table = CommandTable(
      program: "x", summary: "Sweep <anything>.", version: "1",
      commands: [
        Command(
          "run", "run a workflow", operands: [Operand("FILE", "the workflow")],
          options: [Option("--jobs", "-j", value: "N", "at most N at once")],
          details: "A workflow is a file:\n  nodes: {a: {}}\n\nIt is read once.",
          examples: [Example("x run -j 2 a.yaml", "two at once")], action: 1),
        Command("list", "list * runs", action: 2),
      ],
      globalOptions: [], topics: [("Exit codes", "0  fine")])
    #expect(table.manual() == manual)
  }
}

private let manual = """
  # x

  Sweep \\<anything>.

  ```text
  usage: x COMMAND [OPTIONS] [OPERANDS]
  ```

  ## Commands

  - [`run`](#x-run): run a workflow
  - [`list`](#x-list): list \\* runs

  ## Options of every command

  - `-h, --help`: print this help
  - `--version`: print the version

  ## Exit codes

  ```text
  0  fine
  ```

  ## x run

  run a workflow

  ```text
  usage: x run [--jobs=N] FILE
  ```

  A workflow is a file:

  ```text
    nodes: {a: {}}
  ```

  It is read once.

  **Operands**

  - `FILE`: the workflow

  **Options**

  - `-j, --jobs=N`: at most N at once

  **Examples**

  ```sh
  # two at once
  x run -j 2 a.yaml
  ```

  ## x list

  list \\* runs

  ```text
  usage: x list
  ```

  """
