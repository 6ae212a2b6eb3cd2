import CCWorkflow
import EECore

/// Reading of a large workflow file.
enum Workflows {
  private static let count = 100_000

  static func measurements() -> [Measurement] {
    let bytes = Array(text().utf8)
    let title = "load a workflow of 100,000 nodes, \(bytes.count / 1_000_000) MB"
    let read = Measurement.Floor("read YAML") { try yaml(bytes).mapping?.count ?? 0 }
    return [
      Measurement(title, .microseconds(per: count), over: read) {
        let spec = try WorkflowSpec(try yaml(bytes), file: "bench.yaml")
        return spec.nodes.count + spec.edges.count
      }
    ]
  }

  private static func yaml(_ bytes: [UInt8]) throws -> ConfigNode {
    try YAMLReader.read(bytes, file: "bench.yaml")
  }

  /// A hundred bytes a node: what one runs, needs, and waits for.
  private static func text() -> String {
    var text = "workflow:\n  nodes:\n"
    for index in 0..<count {
      text += "    node-\(index): {exec: \"./train --seed \(index)\", cpus: 2, memory: 4G, time: 2h"
      text += index == 0 ? "}\n" : ", needs: [node-\(index / 2)]}\n"
    }
    text += "  dependencies:\n"
    for index in stride(from: 0, to: count - 10, by: 10) {
      text += "    - node-\(index), node-\(index + 5), node-\(index + 9)\n"
    }
    return text
  }
}
