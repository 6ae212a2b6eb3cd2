internal import Synchronization

/// What a program says about itself, in the lines that `cms-cc` reads and reports.
///
/// ```swift
/// Job.progress(40, message: "epoch 2")
/// Job.result(["accuracy": 0.91, "loss": 0.3], step: 2)
/// ```
public enum Job {
  /// Says how far the program is.
  ///
  /// Without a status it is `running`, and `done` at 100; whether the job is done is still up to its exit code.
  ///
  /// - Parameters:
  ///   - percent: from 0 to 100; what lies outside is the nearest of both.
  ///   - status: one word or more.
  ///   - message: a text for people.
  ///   - values: measurements.
  public static func progress(
    _ percent: Double, status: String? = nil, message: String? = nil,
    values: KeyValuePairs<String, Double> = [:]
  ) {
    say(progressLine(percent, status, message, values))
  }

  /// Reports measurements: values of one name with steps, such as epochs, form a series.
  public static func result(
    _ values: KeyValuePairs<String, Double>, unit: String? = nil, step: Int? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    say(resultLine(values, unit, step, file, line))
  }

  /// What a line of the MLCommons log stands for.
  public enum Event: String, Sendable {
    case point = "POINT_IN_TIME"
    case start = "INTERVAL_START"
    case end = "INTERVAL_END"
  }

  /// Prints a line of the MLCommons log.
  public static func log(
    _ key: String, _ value: Double?, event: Event = .point, step: Int? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    say(logLine(key, value.map(json) ?? "null", event, step, file, line))
  }

  /// Prints a line of the MLCommons log whose value is a text.
  public static func log(
    _ key: String, text: String, event: Event = .point, file: String = #fileID,
    line: Int = #line
  ) {
    say(logLine(key, json(text), event, nil, file, line))
  }

  static func say(_ text: String) { Machine.say(text) }

  private static let rows = Mutex(LogRows())
}

extension Job {
  static func progressLine(
    _ percent: Double, _ status: String?, _ message: String?,
    _ values: KeyValuePairs<String, Double>
  ) -> String {
    let percent = percent.isFinite ? min(max(percent, 0), 100) : 0
    var line = "# cloudmesh status=\(word(status ?? (percent == 100 ? "done" : "running")))"
    line += " progress=\(Int(exactly: percent).map(String.init) ?? String(percent))"
    line += " pid=\(word(Machine.job))"
    if let message { line += " msg=\(word(message))" }
    for (name, value) in values { line += " \(name)=\(value)" }
    return line + "\n"
  }

  static func resultLine(
    _ values: KeyValuePairs<String, Double>, _ unit: String?, _ step: Int?, _ file: String,
    _ line: Int
  ) -> String {
    let members = values.map { "\(json($0.key)): \(json($0.value))" }.joined(separator: ", ")
    var metadata: [(String, String)] = []
    if let unit { metadata.append(("unit", json(unit))) }
    if let step { metadata.append(("step", String(step))) }
    return rows.withLock { $0.line("result", "{\(members)}", .point, metadata, file, line) }
  }

  static func logLine(
    _ key: String, _ value: String, _ event: Event, _ step: Int?, _ file: String, _ line: Int
  ) -> String {
    let metadata = step.map { [("step", String($0))] } ?? []
    return rows.withLock { $0.line(key, value, event, metadata, file, line) }
  }

  /// Returns a value as one word, in quotes where it needs them; there is no escape within quotes.
  private static func word(_ value: String) -> String {
    let text = String(
      String.UnicodeScalarView(
        value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    if let first = text.first, !text.contains(" "), first != "'", first != "\"" { return text }
    guard text.contains("'") else { return "'\(text)'" }
    return "\"\(String(text.map { $0 == "\"" ? "'" : $0 }))\""
  }

  fileprivate static func json(_ value: Double) -> String {
    value.isFinite ? String(value) : "\"\(value)\""
  }

  fileprivate static func json(_ text: String) -> String {
    let digits = Array("0123456789abcdef")
    var escaped = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case "\0"..<" ":
        escaped += "\\u00\(digits[Int(scalar.value >> 4)])\(digits[Int(scalar.value & 15)])"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped + "\""
  }
}

/// Makes lines of the MLCommons log, each of them another: readers take two that are the same for
/// one, from both outputs of a job.
private struct LogRows: Sendable {
  private var time: Int64 = 0
  private var counts: [String: Int] = [:]

  mutating func line(
    _ key: String, _ value: String, _ event: Job.Event, _ metadata: [(String, String)],
    _ file: String, _ line: Int
  ) -> String {
    let now = Machine.milliseconds()
    if now != time { (time, counts) = (now, [:]) }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let more = metadata.map { ", \"\($0.0)\": \($0.1)" }.joined()
    let text =
      ":::MLLOG {\"namespace\": \"cloudmesh\", \"time_ms\": \(now), "
      + "\"event_type\": \"\(event.rawValue)\", \"key\": \(Job.json(key)), \"value\": \(value), "
      + "\"metadata\": {\"file\": \(Job.json(name)), \"lineno\": \(line)\(more)"
    let count = counts[text, default: 0]
    counts[text] = count + 1
    return text + (count == 0 ? "" : ", \"again\": \(count)") + "}}\n"
  }
}
