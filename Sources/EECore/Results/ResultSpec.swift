/// A result that a study declares: where its value stands, and what is good.
package struct ResultSpec: Hashable, Sendable {
  /// Where the value stands.
  package enum Source: Hashable, Sendable {
    /// A regular expression, matched line by line.
    case pattern(String)
    /// A place in a JSON file.
    case json(JSONPath)
    /// A column of a CSV file.
    case column(String)
    /// A timer that a program printed.
    case timer(String)
    /// What is read without any declaration, under the name that it has there.
    case metric(String)
  }

  /// Which of several values counts.
  package enum Pick: String, Hashable, Sendable, CaseIterable {
    case first, last, min, max, mean
    /// All are kept as a series; the last one stands for the name.
    case all
  }

  /// Which values are better.
  package enum Goal: String, Hashable, Sendable, CaseIterable {
    case minimize, maximize
  }

  package let name: String
  package let source: Source
  /// Relative to the job's directory; nil for what the job prints.
  package let file: String?
  package let unit: String?
  package let pick: Pick
  package let goal: Goal?
  /// Whether a job may end well without it.
  package let isOptional: Bool

  package init(
    name: String, source: Source, file: String? = nil, unit: String? = nil, pick: Pick = .last,
    goal: Goal? = nil, isOptional: Bool = false
  ) {
    self.name = name
    self.source = source
    self.file = file
    self.unit = unit
    self.pick = pick
    self.goal = goal
    self.isOptional = isOptional
  }

  /// Where it is looked for, for messages: `regex 'acc=(\d+)' in scores.txt`.
  package var place: String {
    let place = file.map { " in '\($0)'" } ?? ""
    return switch source {
    case .pattern(let text): "regex '\(text)'\(place)"
    case .json(let path): "json '\(path.text)'\(place)"
    case .column(let name): "column '\(name)'\(place)"
    case .timer(let name): "timer '\(name)'"
    case .metric(let name): "metric '\(name)'"
    }
  }
}
