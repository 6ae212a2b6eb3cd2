import CYAML
import EECore

/// Reading of YAML against libyaml's bare stream of events.
enum Configuration {
  static func measurements() -> [Measurement] {
    let bytes = Array(text().utf8)
    return [
      Measurement(
        "read YAML", .rate(Double(bytes.count) / 1e6, "MB/s"),
        over: Measurement.Floor("libyaml events") { events(bytes) }
      ) {
        try YAMLReader.read(bytes, file: "bench.yaml").mapping?.count ?? 0
      }
    ]
  }

  private static func text() -> String {
    var text = ""
    for index in 0..<2000 {
      text += """
        node-\(index):
          script: "train-\(index).sh"     # what it runs
          environment: {OMP_NUM_THREADS: \(index % 64), DATA: /scratch/data/\(index)}
          needs: [fetch, prepare, 'node \(index / 2)']
          limits:
            time: 01:00:00
            memory: 16GB

        """
    }
    return text
  }

  private static func events(_ bytes: [UInt8]) -> Int {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return 0 }
    defer { yaml_parser_delete(&parser) }
    var count = 0
    bytes.withUnsafeBufferPointer { input in
      yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
      var event = yaml_event_t()
      while yaml_parser_parse(&parser, &event) == 1 {
        count += 1
        let isLast = event.type == YAML_STREAM_END_EVENT
        yaml_event_delete(&event)
        if isLast { return }
      }
    }
    return count
  }
}
