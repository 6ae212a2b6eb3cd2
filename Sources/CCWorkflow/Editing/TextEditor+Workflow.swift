internal import EECore

// The edits of a workflow file.
extension TextEditor {
  /// Adds an entry to `nodes`, in the style that is there.
  mutating func addNode(
    _ name: String, _ attributes: [NodeAttribute], to outline: WorkflowOutline
  ) throws(Diagnostics) {
    if let entry = outline.nodesEntry { return addEntry(name, attributes, to: entry) }
    if let workflow = outline.workflow {
      if workflow.value.isFlow {
        return appendFlow(
          "nodes: {\(YAMLText.text(name)): \(flow(attributes))}", to: workflow.value)
      }
      let indent =
        workflow.value.entries?.first.map { indentation($0.key.range.lowerBound) }
        ?? indentation(workflow.key.range.lowerBound) + "  "
      let lines = ["\(indent)nodes:"] + block(name, attributes, indent + "  ")
      return insertLines(lines, after: workflow.key.range.upperBound)
    }
    let lines = ["workflow:", "  nodes:"] + block(name, attributes, "    ")
    insertLines(lines, after: bytes.count)
  }

  /// Adds an entry to a map of maps, in the style that is there.
  mutating func addEntry(
    _ name: String, _ attributes: [NodeAttribute], to section: YAMLOutline.Entry
  ) {
    if section.value.isFlow {
      return appendFlow("\(YAMLText.text(name)): \(flow(attributes))", to: section.value)
    }
    guard let first = section.value.entries?.first, let last = section.value.entries?.last else {
      // A key with nothing behind it.
      let indent = indentation(section.key.range.lowerBound) + "  "
      return insertLines(block(name, attributes, indent), after: section.key.range.upperBound)
    }
    let indent = indentation(first.key.range.lowerBound)
    insertLines(block(name, attributes, indent), after: last.range.upperBound)
  }

  private func block(
    _ name: String, _ attributes: [NodeAttribute], _ indent: String
  ) -> [String] {
    guard !attributes.isEmpty else { return ["\(indent)\(YAMLText.text(name)): {}"] }
    return ["\(indent)\(YAMLText.text(name)):"]
      + attributes.map { "\(indent)  \(YAMLText.text($0.key)): \($0.text)" }
  }

  private func flow(_ attributes: [NodeAttribute]) -> String {
    let pairs = attributes.map { "\(YAMLText.text($0.key)): \($0.text)" }
    return "{" + pairs.joined(separator: ", ") + "}"
  }

  /// Sets one attribute of a node that is there.
  mutating func set(
    _ attribute: NodeAttribute, in node: YAMLOutline.Entry
  ) throws(Diagnostics) {
    let (key, text) = (attribute.key, attribute.text)
    if let present = node.value.entry(key) {
      let isEmpty = present.value.isAbsent
      return replace(present.value.range, with: isEmpty ? " \(text)" : text)
    }
    let pair = "\(YAMLText.text(key)): \(text)"
    if node.value.isFlow { return appendFlow(pair, to: node.value) }
    guard let first = node.value.entries?.first, let last = node.value.entries?.last else {
      // `end:` or `end: null`.
      let isEmpty = node.value.isAbsent
      let end = isEmpty ? behindColon(node.key.range.upperBound) : node.value.range.lowerBound
      let range = isEmpty ? end..<end : node.value.range
      return replace(range, with: isEmpty ? " {\(pair)}" : "{\(pair)}")
    }
    insertLines([indentation(first.key.range.lowerBound) + pair], after: last.range.upperBound)
  }

  /// Behind the colon that follows a key.
  private func behindColon(_ offset: Int) -> Int {
    bytes[offset...].firstIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? offset
  }

  /// Adds a chain; the map that the original saves gets an entry for each new edge.
  mutating func addChain(
    _ names: [String], pairs: [[String]], to outline: WorkflowOutline
  ) throws(Diagnostics) {
    let chain = YAMLText.text(names.joined(separator: ","))
    guard let entry = outline.dependencies else { return try addSection(chain, to: outline) }
    if let saved = entry.value.entries, !saved.isEmpty {
      for pair in pairs { addSaved(pair, to: entry.value) }
    } else if entry.value.isFlow {
      appendFlow(chain, to: entry.value)
    } else if let items = entry.value.items, let last = items.last {
      insertLines([itemPrefix(of: last) + chain], after: last.range.upperBound)
    } else if let text = entry.value.text, !text.isEmpty, text != "null", text != "~" {
      // One chain that is no list yet.
      let written = String(decoding: bytes[entry.value.range], as: UTF8.self)
      replace(entry.value.range, with: "[\(flowSafe(text, written)), \(chain)]")
    } else {
      let end = behindColon(entry.key.range.upperBound)
      replace(
        entry.value.isAbsent ? end..<end : entry.value.range,
        with: entry.value.isAbsent ? " [\(chain)]" : "[\(chain)]")
    }
  }

  /// In brackets a plain chain would be several texts.
  private func flowSafe(_ text: String, _ written: String) -> String {
    written.hasPrefix("'") || written.hasPrefix("\"") ? written : YAMLText.text(text)
  }

  private mutating func addSaved(_ pair: [String], to map: YAMLOutline) {
    let name = YAMLText.text(pair.joined(separator: "-"))
    let value =
      "{destination: \(YAMLText.text(pair[1])), name: \(name), source: \(YAMLText.text(pair[0]))}"
    if map.isFlow { return appendFlow("\(name): \(value)", to: map) }
    guard let first = map.entries?.first, let last = map.entries?.last else { return }
    insertLines(
      ["\(indentation(first.key.range.lowerBound))\(name): \(value)"],
      after: last.range.upperBound)
  }

  private mutating func addSection(
    _ chain: String, to outline: WorkflowOutline
  ) throws(Diagnostics) {
    guard let workflow = outline.workflow else { return }
    if workflow.value.isFlow {
      return appendFlow("dependencies: [\(chain)]", to: workflow.value)
    }
    guard let first = workflow.value.entries?.first else { return }
    let indent = indentation(first.key.range.lowerBound)
    insertLines(
      ["\(indent)dependencies:", "\(indent)  - \(chain)"], after: workflow.range.upperBound)
  }

  /// The start of an item's line up to its text, such as `    - `.
  private func itemPrefix(of item: YAMLOutline) -> String { prefix(item.range.lowerBound) }

  /// Takes a node out of every chain and out of what others need.
  mutating func removeChains(naming name: String, of outline: WorkflowOutline) {
    if let map = outline.dependencies?.value, let saved = map.entries {
      for entry in saved
      where entry.value["source"]?.text == name || entry.value["destination"]?.text == name {
        remove(entry, from: map)
      }
    }
    if let list = outline.dependencies?.value { removeName(name, fromChains: list) }
    for node in outline.nodes where node.key.text != name {
      guard let needs = node.value.entry("needs") else { continue }
      if needs.value.text == name {
        remove(needs, from: node.value)
      } else if let items = needs.value.items {
        let found = items.indices.filter { items[$0].text == name }
        if found.count == items.count {
          remove(needs, from: node.value)
        } else {
          for index in found { remove(item: index, of: needs.value) }
        }
      }
    }
  }

  /// A chain without one of its names is two chains: what stood before it never led to what stood
  /// behind it but through it.
  private mutating func removeName(_ name: String, fromChains list: YAMLOutline) {
    for (index, chain) in WorkflowOutline.texts(list).enumerated() {
      let names = NodeName.chain(chain.text ?? "")
      guard names.contains(name) else { continue }
      let separator = (chain.text ?? "").contains(", ") ? ", " : ","
      let pieces = names.split(separator: name).filter { $0.count > 1 }
        .map { YAMLText.text($0.joined(separator: separator)) }
      if pieces.isEmpty {
        if list.items == nil {
          replace(chain.range, with: "[]")
        } else {
          remove(item: index, of: list)
        }
      } else if list.items == nil {
        replace(chain.range, with: "[\(pieces.joined(separator: ", "))]")
      } else {
        let glue = list.isFlow ? ", " : "\n\(itemPrefix(of: chain))"
        replace(chain.range, with: pieces.joined(separator: glue))
      }
    }
  }
}
