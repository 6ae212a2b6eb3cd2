/// Reads `zip:`, the parameters that move in lockstep, and joins them into dimensions.
enum ZipReader {
  /// Returns the names of each group, where the file has them.
  ///
  /// One list of names is one group.
  static func groups(_ node: ConfigNode?) throws(Diagnostics) -> [[ConfigNode]] {
    guard let node else { return [] }
    guard let lists = node.sequence else {
      throw node.wrongKind("'zip'", expected: "a list of lists of parameters, such as [[a, b]]")
    }
    let isOneGroup = !lists.isEmpty && lists.allSatisfy { $0.scalar != nil }
    var groups: [[ConfigNode]] = []
    var seen: Set<String> = []
    for list in isOneGroup ? [node] : lists {
      let names = try list.texts(of: "a name in 'zip'")
      guard names.count > 1 else {
        throw Diagnostics(
          .wrongKind, "a group of 'zip' with one parameter, expected two or more",
          at: list.position, hint: "write zip: [[model, batch]]")
      }
      for name in names where !seen.insert(name.scalar?.text ?? "").inserted {
        throw Diagnostics(
          .duplicateKey, "'\(name.scalar?.text ?? "")' stands in 'zip' twice",
          at: name.position, width: name.scalar?.text.count ?? 1,
          hint: "put all that move together into one group")
      }
      groups.append(names)
    }
    return groups
  }

  /// Reports names that no map of `experiments` has.
  static func check(_ groups: [[ConfigNode]], names: [String]) throws(Diagnostics) {
    for node in groups.joined() {
      let name = node.scalar?.text ?? ""
      guard !names.contains(name) else { continue }
      throw Diagnostics(
        .unknownParameter, "'zip' names '\(name)', which is no parameter", at: node.position,
        width: name.count, hint: Suggestion.hint(for: name, among: names))
    }
  }

  /// Joins the axes of each group that this map has into one dimension, where its first one stands.
  static func dimensions(
    of axes: [Axis], _ groups: [[ConfigNode]], drawn: [String]
  ) throws(Diagnostics) -> [Subspace.Dimension] {
    var groupOfName: [String: Int] = [:]
    for (number, group) in groups.enumerated() {
      for node in group { groupOfName[node.scalar?.text ?? ""] = number }
      try checkDrawn(group, drawn)
    }
    var dimensions: [Subspace.Dimension] = []
    var done: Set<Int> = []
    for axis in axes {
      guard let number = groupOfName[axis.name] else {
        dimensions.append(Subspace.Dimension(axes: [axis]))
        continue
      }
      guard done.insert(number).inserted else { continue }
      dimensions.append(try dimension(of: groups[number], axes))
    }
    return dimensions
  }

  private static func checkDrawn(_ group: [ConfigNode], _ drawn: [String]) throws(Diagnostics) {
    for node in group {
      guard let name = node.scalar?.text, drawn.contains(name) else { continue }
      throw Diagnostics(
        .wrongKind, "'zip' names '\(name)', whose values are drawn for each point",
        at: node.position, width: name.count, hint: "remove it from 'zip'")
    }
  }

  private static func dimension(
    of group: [ConfigNode], _ axes: [Axis]
  ) throws(Diagnostics) -> Subspace.Dimension {
    var members: [Axis] = []
    for node in group {
      let name = node.scalar?.text ?? ""
      guard let axis = axes.first(where: { $0.name == name }) else {
        throw Diagnostics(
          .unknownParameter, "'zip' names '\(name)', which this map of 'experiments' lacks",
          at: node.position, width: name.count, hint: "give it here too, or remove it from 'zip'")
      }
      guard !axis.isRepeat else {
        throw Diagnostics(
          .wrongKind, "'zip' names '\(name)', which repeats every point", at: node.position,
          width: name.count, hint: "remove it from 'zip'")
      }
      members.append(axis)
    }
    let lengths = Set(members.map(\.values.count))
    guard lengths.count == 1 else {
      let list = members.map { "'\($0.name)' has \($0.values.count)" }.joined(separator: ", ")
      throw Diagnostics(
        .unequalZip, "zipped parameters have unequal lengths: \(list)", at: group[0].position,
        width: group[0].scalar?.text.count ?? 1, hint: "give each as many values as the others")
    }
    return Subspace.Dimension(axes: members)
  }
}
