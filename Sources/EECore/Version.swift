/// The version of both commands.
package enum Version {
  package static let text = "0.1.0"
}
