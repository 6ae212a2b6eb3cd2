package import EECore

/// The text of a workflow file, which edits change only where they must: comments, order and
/// spelling of everything else stay as the user wrote them.
package struct WorkflowText: Hashable, Sendable {
  /// The file's name in messages.
  package let file: String
  package private(set) var bytes: [UInt8]

  /// Takes the text of a file.
  ///
  /// - Throws: ``Diagnostics`` EE1xx where it is no YAML or no map.
  package init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    self.file = file
    self.bytes = bytes
    _ = try WorkflowOutline(bytes, file: file)
  }

  /// A workflow without nodes.
  package init(named name: String) {
    file = "\(name).yaml"
    bytes = Array("name: \(YAMLText.text(name))\nworkflow:\n  nodes:\n".utf8)
  }

  /// The nodes in the order of the file, each with its name and its attributes by key.
  package func nodes() throws(Diagnostics) -> [(name: String, attributes: [String: ConfigNode])] {
    try WorkflowOutline(bytes, file: file).nodeValues.map { entry in
      let pairs = (entry.value.mapping ?? []).map { ($0.key, $0.value) }
      return (entry.key, Dictionary(pairs) { $1 })
    }
  }

  /// The dependencies, each once, in the order of the file.
  package func edges() throws(Diagnostics) -> [[String]] {
    try WorkflowOutline(bytes, file: file).edges
  }

  /// Adds a node, or sets attributes of one that is there.
  ///
  /// - Throws: ``Diagnostics`` EE105 for a name that no node can have, or where the file is written
  ///   in a way that cannot be edited.
  package mutating func addNode(
    _ name: String, _ attributes: [(key: String, value: String)] = []
  ) throws(Diagnostics) {
    if let problem = NodeName.problem(with: name) {
      throw Diagnostics(.wrongKind, problem, at: nil)
    }
    // Two values of one key would make a file that cannot be read.
    let values = attributes.enumerated().filter { index, pair in
      !attributes[(index + 1)...].contains { $0.key == pair.key }
    }.map { NodeAttribute($1.key, $1.value) }
    let before = try WorkflowOutline(bytes, file: file)
    let needs = try self.needs(of: name, in: values, before)
    var editor = TextEditor(bytes)
    if let node = before.nodes.first(where: { $0.key.text == name }) {
      for attribute in values { try editor.set(attribute, in: node) }
    } else {
      try editor.addNode(name, values, to: before)
    }
    try take(
      editor,
      expecting: { after in
        after.names == (before.names.contains(name) ? before.names : before.names + [name])
          && after.edges(butNeedsOf: name) == before.edges(butNeedsOf: name)
          && Set(after.edges) == (needs ?? Set(before.edges))
          && before.agrees(with: after, but: name)
          && values.allSatisfy { after.holds($0, in: name) }
      })
  }

  /// Returns the edges that there are once a node needs what its attributes say; nil where they say
  /// nothing of that.
  private func needs(
    of name: String, in values: [NodeAttribute], _ outline: WorkflowOutline
  ) throws(Diagnostics) -> Set<[String]>? {
    guard let needs = values.lazy.compactMap(\.needs).first else { return nil }
    for need in needs where !outline.names.contains(need) {
      throw unknown(need, among: outline.names)
    }
    let new = needs.map { [$0, name] }
    try outline.refuseCycle(with: new, butNeedsOf: name)
    return Set(outline.edges(butNeedsOf: name) + new)
  }

  /// Removes a node with every dependency that names it.
  ///
  /// - Throws: ``Diagnostics`` CC101 for a node that is not there.
  package mutating func removeNode(_ name: String) throws(Diagnostics) {
    let before = try WorkflowOutline(bytes, file: file)
    guard let node = before.nodes.first(where: { $0.key.text == name }) else {
      throw unknown(name, among: before.names)
    }
    var editor = TextEditor(bytes)
    editor.remove(node, from: before.nodesOutline)
    editor.removeChains(naming: name, of: before)
    try take(
      editor,
      expecting: { after in
        after.names == before.names.filter { $0 != name }
          && after.edges == before.edges.filter { !$0.contains(name) }
          && before.agrees(with: after, but: name)
      })
  }

  /// Adds the edges of a chain such as `a,b,c`; one whose edges are all there changes nothing.
  ///
  /// - Throws: ``Diagnostics`` CC101 for a node that is not there, CC102 for a cycle.
  package mutating func addDependencies(_ chain: String) throws(Diagnostics) {
    let names = NodeName.chain(chain)
    let before = try WorkflowOutline(bytes, file: file)
    for name in names where !before.names.contains(name) {
      throw unknown(name, among: before.names)
    }
    let pairs = zip(names, names.dropFirst()).map { [$0, $1] }
    let new = pairs.enumerated().filter { index, pair in
      !before.edges.contains(pair) && !pairs[..<index].contains(pair)
    }.map(\.element)
    guard !new.isEmpty else { return }
    try before.refuseCycle(with: new)
    var editor = TextEditor(bytes)
    try editor.addChain(names, pairs: new, to: before)
    try take(
      editor,
      expecting: { after in
        after.names == before.names && before.agrees(with: after, but: nil)
          && Set(after.edges) == Set(before.edges + new)
      })
  }

  private func unknown(_ name: String, among names: [String]) -> Diagnostics {
    Diagnostics(
      .unknownNode, "there is no node '\(name)' in '\(file)'", at: nil,
      hint: Suggestion.hint(for: name, among: names))
  }

  /// Takes what an edit made of the text, after reading it again: a text that means anything else
  /// than it should is never written.
  private mutating func take(
    _ editor: TextEditor, expecting isRight: (WorkflowOutline) -> Bool
  ) throws(Diagnostics) {
    let result = editor.result()
    guard let after = try? WorkflowOutline(result, file: file), isRight(after) else {
      throw Diagnostics(
        .unsupportedKey, "'\(file)' is written in a way that cannot be edited by command", at: nil,
        hint: "edit it by hand")
    }
    bytes = result
  }
}

extension WorkflowOutline {
  fileprivate func holds(_ attribute: NodeAttribute, in name: String) -> Bool {
    guard let node = attribute.node else {
      return nodes.first { $0.key.text == name }?.value[attribute.key]?.text == attribute.value
    }
    return meaning(of: attribute.key, in: name) == Meaning.text(node)
  }
}
