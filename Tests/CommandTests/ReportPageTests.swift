import TestSupport
import Testing

/// The page on reports, and what `cms-cc report` prints and refuses.
@Suite struct ReportPageTests {
  private func finished() throws -> CommandTest {
    let test = try CommandTest().file(
      "w.yaml",
      """
      workflow:
        nodes:
          train:
            exec: 'echo "# cloudmesh accuracy=0.{epochs}{r} energy=1{gpus}"'
            foreach: {gpu: "a100,v100", gpus: "1,2", epochs: "4,8,16", r: {repeat: 2}}
      """)
    let run = try test.run("cms-cc", "run", "w.yaml", "--quiet", "-j", "4")
    #expect(run.code == 0, "\(run.errors)")
    return test
  }

  @Test func `each example of the page is a report file`() throws {
    let examples = try DocumentationPage.examples(of: "report.md", marked: "report")
    #expect(examples.count == 3)
    var test = try finished()
    for (index, example) in examples.enumerated() {
      let name = "example\(index).yaml"
      test = try test.file(name, example.text)
      let run = try test.run("cms-cc", "report", "w.db", "--spec", name)
      #expect(run.code == 0, "line \(example.line): \(run.errors)")
      // No job of this study has timers.
      let expected =
        example.text.contains("timer:") ? "warning: no run measured 'timer:training'\n" : ""
      #expect(run.errors == expected, "line \(example.line)")
    }
  }

  @Test func `a report file beside the database is used, another one where it is named`() throws {
    let test = try finished().file("report.yaml", "title: Beside\nmetrics: [energy]\n")
      .file("other.yaml", "title: Other\n")
    #expect(try test.run("cms-cc", "report", "w.db").output.hasPrefix("Beside\n"))
    let own = try test.file("w.report.yaml", "title: Own\n")
    #expect(try own.run("cms-cc", "report", "w.yaml").output.hasPrefix("Own\n"))
    let other = try test.run("cms-cc", "report", "w.yaml", "--spec", "other.yaml").output
    #expect(other.hasPrefix("Other\n"))
    let csv = try test.run("cms-cc", "report", "w.db", "--format", "csv")
    #expect(csv.output.split(separator: "\r\n").count == 25)
  }

  @Test func `a mistake in a report file is said with its place`() throws {
    let test = try finished().file("report.yaml", "metrics: [energy]\ncolums: [gpu]\n")
    let run = try test.run("cms-cc", "report", "w.db")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        report.yaml:2:1: error: unknown key 'colums' in the file of a report [EE104]
          2 │ colums: [gpu]
            │ ^^^^^^
        hint: did you mean 'columns'?

        """)
  }

  @Test func `forms that there are not, and two wishes at once, are usage errors`() throws {
    let test = try CommandTest()
    let unknown = try test.run("cms-cc", "report", "w.db", "--format", "marckdown")
    #expect(unknown.code == 64)
    #expect(unknown.errors.hasPrefix("error: unknown --format 'marckdown'\n"))
    let both = try test.run("cms-cc", "report", "w.db", "--format", "csv", "-o", "out")
    #expect(both.code == 64)
    #expect(
      both.errors.hasPrefix("error: --format prints one form and --output writes all of them\n"))
  }

  /// Where LaTeX is installed it has to take what we write.
  @Test func `the tables compile in LaTeX`() throws {
    let test = try finished().file(
      "report.yaml", "metrics: [{name: accuracy, title: 'a_b & 50% ~^{}\\$#|<>'}, energy]\n")
    let tables = try test.run("cms-cc", "report", "w.db", "--format", "latex").output
    #expect(tables.contains("\\begin{tabular}{lrrrrr}\n\\toprule\n"), "\(tables)")
    #expect(
      tables.contains(
        "a\\_b \\& 50\\% \\textasciitilde{}\\textasciicircum{}\\{\\}\\textbackslash{}\\$\\#"
          + "\\textbar{}\\textless{}\\textgreater{}"))
    guard try test.run("sh", "-c", "command -v pdflatex").code == 0 else { return }
    let paper = try test.file(
      "paper.tex",
      "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{booktabs}"
        + "\\begin{document}\n" + tables + "\n\\end{document}\n")
    let run = try paper.run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex")
    #expect(run.code == 0, "\(run.output)")
  }
}
