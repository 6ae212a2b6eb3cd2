internal import EETemplate

/// Follows the frames of values that say which experiments there are: these name constants only.
package struct ConstantFrames {
  private var binder: Binder
  /// Keys whose values are expressions, where a parameter is named without braces.
  private static let expressionKeys = ["derive", "where", "exclude"]

  /// Bare words that name nothing.
  package var warnings: [Diagnostic] { binder.warnings }

  /// Takes the file whose values frames may name, and what they may name besides.
  package init(root: ConfigNode, lookup: Lookup) {
    var varying = Set((root["derive"]?.mapping ?? []).map(\.key))
    for key in ExperimentSection.keys {
      for map in root[key].map({ $0.sequence ?? [$0] }) ?? [] {
        varying.formUnion((map.mapping ?? []).map(\.key))
      }
    }
    binder = Binder(
      names: NameTable(
        root: root, campaign: nil, space: nil, lookup: lookup, varying: varying))
  }

  /// Returns a file with the frames below some of its keys followed.
  ///
  /// - Throws: ``Diagnostics`` at each frame that is undefined, or names what varies.
  mutating func following(_ keys: [String], of root: ConfigNode) throws(Diagnostics) -> ConfigNode {
    guard let entries = root.mapping else { return root }
    var found: [Diagnostic] = []
    var followed: [ConfigEntry] = []
    for var entry in entries {
      if keys.contains(entry.key) {
        binder.followsExpression = Self.expressionKeys.contains(entry.key)
        do { entry.value = try follow(entry.value) } catch { found += error.all }
      }
      followed.append(entry)
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
    return ConfigNode(.mapping(followed), at: root.position)
  }

  /// Checks the dotted names in a value whose parameters are not known yet, but for those.
  ///
  /// - Throws: ``Diagnostics`` at each that is undefined.
  package mutating func check(_ node: ConfigNode) throws(Diagnostics) {
    var found: [Diagnostic] = []
    for scalar in node.framedScalars {
      let text = scalar.scalar?.text ?? ""
      for slot in Template(text).slots where !Self.isParameter(slot.name) {
        let frame = Array(text.utf8)[slot.offset..<(slot.offset + slot.length)]
        let place = Binder.Place(Template(Array(frame))) {
          scalar.position(ofByte: slot.offset + $0)
        }
        do { _ = try binder.skeleton(of: place) } catch { found += error.all }
      }
    }
    guard found.isEmpty else { throw Diagnostics(Array(found.prefix(20))) }
  }

  /// Whether a name may be that of a parameter, or of what each experiment is.
  private static func isParameter(_ name: String) -> Bool {
    let name = name.hasPrefix("sh.") ? String(name.dropFirst(3)) : name
    return !name.contains(".")
      || ["experiment.", "experiments.", "ee."].contains(where: name.hasPrefix)
  }

  /// Returns a value with the frames in it followed.
  ///
  /// - Throws: ``Diagnostics`` at each frame that is undefined, or names what varies.
  package mutating func follow(_ node: ConfigNode) throws(Diagnostics) -> ConfigNode {
    var node = node
    switch node.content {
    case .mapping(var entries):
      for index in entries.indices { entries[index].value = try follow(entries[index].value) }
      node.content = .mapping(entries)
    case .sequence(var nodes):
      for index in nodes.indices { nodes[index] = try follow(nodes[index]) }
      node.content = .sequence(nodes)
    case .scalar(let scalar):
      let place = Binder.Place(node, text: scalar.text)
      let bytes = try binder.skeleton(of: place).constant ?? Array(scalar.text.utf8)
      let text = String(decoding: bytes, as: UTF8.self)
      guard text != scalar.text else { return node }
      return ConfigNode(.scalar(Scalar(text, isPlain: scalar.isPlain)), at: node.position)
    }
    return node
  }
}
