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
    Option("--output", "-o", value: "FILE", "Write FILE.svg, .pdf, .png or .dot; else print SVG.")
  ],
  examples: [
    Example("cms-cc graph demo/mnist.db -o demo/mnist.svg", "as a picture")
  ],
  action: Verb { arguments in
    try GraphPicture.write(try StoredRun(arguments, .readOnly), arguments)
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
}
