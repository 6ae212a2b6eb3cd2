import EECampaign
import EECore

/// How variables are spelled on the command line.
enum VariableLine {
  /// Returns a line that a shell could read back.
  static func text(_ name: String, _ value: String) -> String {
    "\(name)='\(value.replacing("'", with: "'\\''"))'\n"
  }

  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "_-.".utf8.contains($0)
      }
  }

  /// The original ran or evaluated these.
  static func warnings(_ name: String, _ value: String) -> [Diagnostic] {
    guard value.hasPrefix("!") || value.hasPrefix("py ") else { return [] }
    return [
      Diagnostic(
        .warning, .unsupportedKey, "'\(value)' is kept as text and not run",
        hint: "let the shell run it: cms set \(name)=\"$(...)\"")
    ]
  }

  static func unknown(_ name: String, _ variables: VariableStore) -> Diagnostics {
    Diagnostics(
      .undefinedReference, "variable '\(name)' is not set",
      hint: Suggestion.hint(for: name, among: variables.values.keys.sorted())
        ?? "set it: cms set \(name)=VALUE")
  }
}
