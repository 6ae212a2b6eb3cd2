/// A place in a JSON document: `training.accuracy`, `runs[0].loss`, `$.a["b c"]`.
///
/// - Shape: members by name, elements by number from zero, -1 the last; `[*]` all of them.
package struct JSONPath: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case member(String)
    case element(Int)
    case all
  }

  package let text: String
  let steps: [Step]

  /// Returns nil for what is no path.
  package init?(_ text: String) {
    guard let steps = JSONPath.steps(text) else { return nil }
    self.text = text
    self.steps = steps
  }

  /// Returns the values there, in the order of the document.
  package func values(in document: JSONValue) -> [JSONValue] {
    steps.reduce([document]) { values, step in
      values.flatMap { value -> [JSONValue] in
        switch (step, value) {
        case (.member(let name), .object): value[name].map { [$0] } ?? []
        case (.element(let index), .array(let elements)):
          elements.indices.contains(index < 0 ? elements.count + index : index)
            ? [elements[index < 0 ? elements.count + index : index]] : []
        case (.all, .array(let elements)): elements
        case (.all, .object(let members)): members.map(\.value)
        default: []
        }
      }
    }
  }

  private static func steps(_ text: String) -> [Step]? {
    var rest = text[...]
    var steps: [Step] = []
    if rest.first == "$" { rest = rest.dropFirst() }
    // The first name needs no dot.
    var needsDot = text.first == "$"
    while let first = rest.first {
      if first == "[" {
        guard let step = bracket(&rest) else { return nil }
        steps.append(step)
      } else {
        if first == "." { rest = rest.dropFirst() } else if needsDot { return nil }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { return nil }
        rest = rest[name.endIndex...]
        steps.append(name == "*" ? .all : .member(String(name)))
      }
      needsDot = true
    }
    return steps.isEmpty ? nil : steps
  }

  private static func bracket(_ rest: inout Substring) -> Step? {
    rest = rest.dropFirst()
    if let quote = rest.first, quote == "\"" || quote == "'" {
      let name = rest.dropFirst().prefix { $0 != quote }
      let end = rest[name.endIndex...].dropFirst()
      guard name.endIndex < rest.endIndex, end.first == "]" else { return nil }
      rest = end.dropFirst()
      return .member(String(name))
    }
    guard let end = rest.firstIndex(of: "]") else { return nil }
    let word = rest[..<end]
    rest = rest[rest.index(after: end)...]
    return word == "*" ? .all : Int(word).map(Step.element)
  }
}
