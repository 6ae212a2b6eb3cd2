import EECore
import HostIO
import TestSupport
import Testing

/// `cms-cc graph`: the picture of a run, whatever its nodes are called.
@Suite struct GraphTests {
  private static let canDraw = (try? Spawn.output(of: ["dot", "-V"]).code) == 0

  static let hostile = [
    "plain", "with blank", "it's", "a\"b", "a\\b", "a\\\"b", "a\\\\\"b", "end\\", "end\\\\",
    "end\\\\\\", "<b>&amp;<b>", "]]>", "-->", "{name}", "{", "\\N", "$x", "ünï🧪", "\"\u{301}x",
    "node", "subgraph", "a;b", "a->b", "a:b", "[x]", "#", "1.5", "-1",
  ]

  private func ran(_ nodes: [String], _ dependencies: [String] = []) throws -> CommandTest {
    func quoted(_ text: String) -> String { JSONWriter.text(.string(text)) }
    let test = try CommandTest().file(
      "workflow.yaml",
      "workflow:\n  nodes:\n" + nodes.map { "    \($0)\n" }.joined()
        + "  dependencies: [\(dependencies.map(quoted).joined(separator: ", "))]\n")
    _ = try test.run("cms-cc", "run", "workflow.yaml")
    return test
  }

  @Test func `nodes, edges, colours and labels are written as DOT`() throws {
    let test = try ran(
      [
        "start: {}", "work: {exec: 'exit 1', label: '{name}\\n{state}', shape: oval}",
        "end: {color: red, font: Courier, label: '{cause} {nothing}'}",
      ], ["start, work, end"])
    let run = try test.run("cms-cc", "graph", "workflow.yaml", "-o", "graph.dot")
    #expect(run.code == 0)
    #expect(run.output == "")
    #expect(run.writtenBesidesDatabase == ["graph.dot"])
    let lines = try test.place.text("graph.dot").split(separator: "\n").dropFirst(4)
    #expect(
      lines.joined(separator: "\n") == #"""
          "start" [label="start", shape="diamond", style="filled,rounded", fillcolor="#CCFFCC"];
          "work" [label="work\nfailed", shape="oval", style="filled,rounded", fillcolor="#FFCCCC"];
          "end" [label="'work' failed N/A", shape="diamond", style="filled,rounded", \#
        fillcolor="#E6E6E6", color="red", fontname="Courier"];
          "start" -> "work";
          "work" -> "end";
        }
        """#)
  }

  @Test(.enabled(if: canDraw)) func `hostile names are drawn as they are`() throws {
    let names = Self.hostile
    let test = try ran(
      names.map { JSONWriter.text(.string($0)) + ": {}" },
      [names.joined(separator: ",")])
    let run = try test.run("cms-cc", "graph", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("<svg"))
    let titles = run.output.split(separator: "<title>").dropFirst().map {
      $0.prefix { $0 != "<" }.description
    }
    // One for the graph, one a node, one an edge.
    #expect(titles.count == 1 + names.count + names.count - 1)
    let texts = run.output.split(separator: "</text>").dropLast().map { SVG.text(endOf: $0) }
    #expect(texts == names.map(SVG.escaped))
  }

  @Test(.enabled(if: canDraw)) func `hostile labels do not keep a picture from being drawn`() throws
  {
    let nodes = Self.hostile.enumerated().map {
      "n\($0): {label: \(JSONWriter.text(.string($1)))}"
    }
    let run = try ran(nodes).run("cms-cc", "graph", "workflow.yaml", "-o", "graph.svg")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.writtenBesidesDatabase == ["graph.svg"])
  }

  @Test func `small groups are drawn with their members, large ones with counts`() throws {
    for (count, isDrawn) in [(50, true), (51, false)] {
      let test = try CommandTest()
        .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
        .file("sweep.yaml", "experiments: {n: \"[1-\(count)]\"}\ntemplates: [job.in.py]\n")
        .file("job.in.py", "{n}\n")
        // Nothing needs to run: python3 is not found.
        .variable("PATH", "/nowhere")
      _ = try test.run("cms-cc", "run", "workflow.yaml")
      let run = try test.run("cms-cc", "graph", "workflow.yaml", "-o", "graph.dot")
      #expect(run.code == 0)
      let text = try test.place.text("graph.dot")
      #expect(text.contains("\"train/n_7\" [label=\"n_7\"") == isDrawn)
      #expect(text.contains("train\\n\(count) failed"))
    }
  }

  @Test func `the colours of the workflow file are used`() throws {
    let test = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {}}}\ncolors: {status: {done: '#123456'}}\n")
    _ = try test.run("cms-cc", "run", "workflow.yaml")
    _ = try test.run("cms-cc", "graph", "workflow.yaml", "-o", "graph.dot")
    #expect(try test.place.text("graph.dot").contains("fillcolor=\"#123456\""))
  }

  @Test func `another format than those there are is a mistake`() throws {
    let run = try ran(["a: {}"]).run("cms-cc", "graph", "workflow.yaml", "-o", "graph.gif")
    #expect(run.code == 64)
    #expect(
      run.errors.hasPrefix("error: --output ends in 'gif', expected one of: svg, pdf, png, dot\n"))
    #expect(run.writtenBesidesDatabase == [])
  }
}

/// Text as Graphviz writes it into SVG.
private enum SVG {
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      case "-": "&#45;"
      default: String(scalar)
      }
    }.joined()
  }

  /// What stands behind the last tag.
  static func text(endOf part: Substring) -> String {
    String(part[(part.lastIndex(of: ">").map { part.index(after: $0) } ?? part.startIndex)...])
  }
}
