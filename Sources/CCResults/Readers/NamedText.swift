/// A name and the text that belongs to it, where order counts.
package struct NamedText: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
