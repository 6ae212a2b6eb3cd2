/// A file of an experiment, rendered.
package struct PlannedFile: Hashable, Sendable {
  package let name: String
  package let bytes: [UInt8]
  package let isExecutable: Bool

  package init(name: String, bytes: [UInt8], isExecutable: Bool) {
    self.name = name
    self.bytes = bytes
    self.isExecutable = isExecutable
  }
}
