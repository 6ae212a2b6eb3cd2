import TestSupport
import Testing

/// Configurations that are Python programs or notebooks.
@Suite struct ConfigProgramTests {
  private func plan(_ file: String, _ text: String, _ arguments: String...) throws -> CommandRun {
    try CommandTest().file("here/helper.py", "value = 7\n").file("here/\(file)", text)
      .run(["cms-ee", "generate", "here/\(file)"] + arguments)
  }

  /// A notebook of one cell of text and then code, whose line feeds are spelled `\n`.
  private static func notebook(_ cells: String...) -> String {
    let code = cells.map { "{\"cell_type\": \"code\", \"source\": [\"\($0)\"]}" }
    let all = ["{\"cell_type\": \"markdown\", \"source\": \"{\"}"] + code
    return "{\"cells\": [" + all.joined(separator: ", ") + "]}"
  }

  @Test(arguments: ["config.py", "config.ipynb"])
  func `programs run only where the user allows it`(file: String) throws {
    let run = try plan(file, "open('ran', 'w')\n")
    #expect(
      run.errors == """
        error: configuration 'here/\(file)' is a program, expected YAML or JSON [EE111]
        hint: add --allow-code if you trust what it does

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `the globals of a program are its values`() throws {
    let run = try plan(
      "config.py",
      """
      import math, os, sys
      from helper import value
      print("{not: json")
      os.system("echo '[1'")
      name = "program"
      flag, ratio, nothing = False, 1e-05, None
      sizes = (1, "2", {"deep": [True]})
      numbers = {1: 0.5}
      _hidden = 1
      odd = {object()}
      infinite, missing = [-math.inf, math.inf], math.nan
      folder = os.path.basename(os.getcwd())
      def function(): pass
      experiments = {"epoch": "[1-2]", "lr": [0.1]}
      """, "--allow-code")
    #expect(run.errors == "")
    #expect(run.output == "2 experiments: 2 are new, 0 the same\n")
    #expect(
      try run.place.text("here/experiments/epoch_1_lr_0.1/config.yaml").split(
        separator: "experiment:")[0] == """
          value: 7
          name: program
          flag: False
          ratio: 1.0e-05
          nothing: null
          sizes:
            - 1
            - '2'
            -
              deep:
                - True
          numbers:
            '1': 0.5
          infinite:
            - -.inf
            - .inf
          missing: .nan
          folder: here

          """)
    #expect(
      run.written.allSatisfy {
        $0.hasPrefix("here/experiments/") || $0.hasPrefix("here/program.")
      })
  }

  @Test func `a mistake in a program's values is shown where they were assigned`() throws {
    let run = try plan(
      "config.py", "a = 1\nexperiments = {\n  'epoch': '[3-1]',\n}\n", "--allow-code")
    #expect(
      run.errors == """
        here/config.py:2:1: error: parameter 'epoch': range '3-1' runs backwards, expected the smaller first [EE122]
          2 │ experiments = {
            │ ^^^
        hint: did you mean [1-3]?

        """)
  }

  @Test(arguments: [
    (
      "a = 1\nb = c\n", "here/config.py:2:1: error: ", "NameError: name 'c' is not defined", "b = c"
    ),
    ("a = (\n", "here/config.py:1:1: error: ", "SyntaxError: '(' was never closed", "a = ("),
    (
      "a = 1\nb = ['x\\0y']\n", "here/config.py:2:1: error: ",
      "'b' holds a NUL, which no script can hold", "b = ['x\\0y']"
    ),
    ("import sys\nsys.exit(3)\n", "here/config.py:2:1: error: ", "SystemExit: 3", "sys.exit(3)"),
  ])
  func `a program that fails says why and where`(
    text: String, place: String, reason: String, line: String
  ) throws {
    let run = try plan("config.py", text, "--allow-code")
    let number = place.split(separator: ":")[1]
    #expect(
      run.errors == """
        \(place)configuration 'here/config.py' failed: \(reason) [EE112]
          \(number) │ \(line)
            │ ^

        """)
    #expect(run.code == 2)
  }

  @Test func `a program needs python3`() throws {
    let run = try CommandTest().file("a.py", "").variable("PATH", "/nowhere")
      .run("cms-ee", "plan", "a.py", "--allow-code")
    #expect(
      run.errors == """
        error: configuration 'a.py' cannot be run: cannot start 'python3': No such file or directory [EE112]
        hint: install python3, or write the configuration as YAML

        """)
  }

  @Test func `a program that ends without a word is a failure`() throws {
    let run = try plan("config.py", "import os\nos._exit(3)\n", "--allow-code")
    #expect(
      run.errors == "error: configuration 'here/config.py' failed: ended with code 3 before its "
        + "values were known [EE112]\n")
  }

  @Test func `the code of a notebook is run without its magic`() throws {
    let run = try plan(
      "config.ipynb",
      Self.notebook(
        #"%matplotlib inline\n!touch ran\nn = 2"#, #"%%bash\ntouch ran"#,
        #"experiments = {'a': n}"#), "--allow-code")
    #expect(run.errors == "")
    #expect(run.output == "1 experiment: 1 is new, 0 the same\n")
    #expect(run.place.exists("here/experiments/a_2/config.yaml"))
    #expect(!run.place.exists("here/ran"))
  }

  @Test func `a notebook that fails names the cell`() throws {
    let run = try plan("config.ipynb", Self.notebook("a = 1", #"d = 1\nb = c"#), "--allow-code")
    #expect(
      run.errors == "error: configuration 'here/config.ipynb' failed in cell 2, line 2: NameError: "
        + "name 'c' is not defined [EE112]\n")
  }
}
