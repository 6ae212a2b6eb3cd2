internal import EETemplate

// What is said of frames that name nothing.
extension Binder {
  mutating func warn(about slot: Template.Slot, in place: Place) throws(Diagnostics) {
    guard names.lookup.undefined != .lenient else { return }
    let words = words(about: slot.name)
    let warning = Diagnostic(
      .warning, .undefinedWord, "'{\(slot.name)}' \(words.message)",
      at: place.position(slot.offset), width: slot.length, hint: words.hint)
    guard names.lookup.undefined != .strict, !refusesWords else {
      throw Diagnostics([warning.asError])
    }
    add(warning)
  }

  /// What to say of a bare word that stays.
  private func words(about name: String) -> (message: String, hint: String) {
    let asText = "write \\{\(name)} where it is meant as text"
    if case .node(let node, let path) = names.find(name) {
      let entry = node.mapping?.first.map { ", {\(path).\($0.key)} for an entry" } ?? ""
      return ("is \(node.kindName), and stays as it is", asText + entry)
    }
    let nearest = Suggestion.nearest(to: name, among: names.all)
    return ("names nothing", nearest.map { "did you mean '{\($0)}'?" } ?? asText)
  }

  func undefined(_ name: String, _ slot: Template.Slot, in place: Place) -> Diagnostics {
    let prefix = slot.name.hasPrefix("sh.") ? "sh." : ""
    let advice = names.nearest(to: name).map { "did you mean '{\(prefix)\($0)}'? " } ?? ""
    return Diagnostics(
      .undefinedReference,
      "'{\(slot.name)}' is not defined, expected \(names.expectation(for: name))",
      at: place.position(slot.offset), width: slot.length,
      hint: names.hostAdvice(for: name)
        ?? names.environmentAdvice(for: name) + advice
        + "write \\{\(slot.name)} where it is meant as text"
        + (names.lookup.offersLenient ? "; --lenient leaves such frames" : ""))
  }
}
