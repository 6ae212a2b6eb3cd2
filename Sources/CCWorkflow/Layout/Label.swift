internal import CampaignStore
internal import EETemplate

/// Renders the label of a node: `{name}\nprogress={progress}`.
///
/// A variable that has no value prints N/A, so that a label never keeps a picture from being drawn.
struct Label {
  private let template: Template

  init(_ text: String) { template = Template(text) }

  func text(for node: NodeRecord) -> String {
    let fillings = template.slots.map { slot in
      Skeleton(text: Label.value(of: slot.name, for: node).utf8)
    }
    return String(decoding: Skeleton(template, fillings: fillings).constant ?? [], as: UTF8.self)
  }

  private static func value(of name: String, for node: NodeRecord) -> String {
    switch name {
    case "name": escaped(node.name)
    case "status", "state": node.state.rawValue
    case "progress": String(Int(node.progress.rounded()))
    case "cause": escaped(node.cause ?? "")
    default: "N/A"
    }
  }

  /// Backslashes and ampersands mean line breaks and entities in a label, not in a value.
  static func escaped(_ value: String) -> String {
    doubled(value).split(separator: "&", omittingEmptySubsequences: false)
      .joined(separator: "&amp;")
  }

  static func doubled(_ value: String) -> String {
    value.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
  }
}
