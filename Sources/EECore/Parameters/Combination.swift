/// One point of a parameter space.
package struct Combination: Hashable, Sendable {
  package struct Parameter: Hashable, Sendable {
    package let name: String
    package let value: ParameterValue

    package init(name: String, value: ParameterValue) {
      self.name = name
      self.value = value
    }
  }

  /// - Shape: in axis order.
  package let parameters: [Parameter]

  package init(parameters: [Parameter]) { self.parameters = parameters }

  /// `k=v k=v`, as the original prints it.
  package var text: String {
    parameters.map { "\($0.name)=\($0.value.spelling)" }.joined(separator: " ")
  }

  package var json: JSONValue {
    .object(parameters.map { JSONValue.Member($0.name, $0.value.json) })
  }
}
