/// One experiment of a campaign: a point of its space with a name of its own.
package struct Experiment: Hashable, Sendable {
  /// Where it stands in the campaign, from zero.
  package let point: Int
  /// The name of its directory.
  package let identifier: String
  package let uuid: String
  /// Its values as a JSON object, in axis order.
  package let parameters: String
}
