import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let graphCommand = Command(
  "graph", "Draw the graph of the newest run in the colours of its states.",
  operands: [StoredRun.operand],
  options: CampaignArguments.placeOptions + [
    Option("--output", "-o", value: "FILE", "Write FILE.svg, .pdf, .png or .dot; else print SVG."),
    Option("--json", "Print nodes and edges as one JSON value, version 1."),
  ],
  details: """
    --json is {"version", "run", "nodes": [{"name", "kind" (job, marker or group), "group", \
    "state"}], "edges": [{"source", "destination"}]}.
    """,
  examples: [
    Example("cms-cc graph demo/mnist.db -o demo/mnist.svg", "as a picture")
  ],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readOnly)
    guard arguments.has("--json") else { return try GraphPicture.write(stored, arguments) }
    Terminal.write(JSONWriter.text(try GraphPicture.json(stored)) + "\n", to: .output)
    return .success
  })

/// Drawing a stored run.
enum GraphPicture {
  /// Writes the picture to a file, or prints it.
  static func write(_ stored: StoredRun, _ arguments: Arguments) throws -> ExitStatus {
    let output = arguments.value("--output")
    let format = output?.split(separator: ".").last.map(String.init) ?? "svg"
    guard GraphRenderer.formats.contains(format) else {
      throw arguments.mistake(
        "--output ends in '\(format)', expected one of: "
          + GraphRenderer.formats.joined(separator: ", "), hint: nil)
    }
    // The file's colours, as far as it can still be read.
    let spec = try? WorkflowSpec(
      try SourceFile.readConfig(stored.run.file, as: "workflow file"), file: stored.run.file)
    let writer = DotWriter(
      try stored.store.nodes(of: stored.run.id), edges: try stored.store.edges(of: stored.run.id),
      colors: StatusColors(spec?.colors ?? [:]))
    let picture = try GraphRenderer.render(writer.text(title: stored.run.workflow), as: format)
    if let output {
      try Files.replace(output, picture)
    } else {
      picture.withUnsafeBytes { Terminal.write(bytes: $0, to: .output) }
    }
    return .success
  }

  /// Nodes and edges for programs.
  static func json(_ stored: StoredRun) throws(StoreError) -> JSONValue {
    let nodes = try stored.store.nodes(of: stored.run.id).map { node in
      JSONValue.object([
        .init("name", .string(node.name)), .init("kind", .string(node.kind.rawValue)),
        .init("group", .optional(node.group)), .init("state", .string(node.state.rawValue)),
      ])
    }
    let edges = try stored.store.edges(of: stored.run.id).map { edge in
      JSONValue.object([
        .init("source", .string(edge.source)), .init("destination", .string(edge.destination)),
      ])
    }
    return .object([
      .init("version", .int(1)), .init("run", .string(stored.run.id)),
      .init("nodes", .array(nodes)), .init("edges", .array(edges)),
    ])
  }
}
