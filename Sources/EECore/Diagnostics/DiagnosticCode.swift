/// The stable names of the mistakes we report; `docs/diagnostics.md` has a line for each.
package enum DiagnosticCode: String, Sendable, CaseIterable {
  // EE1xx: configuration
  case unreadableFile = "EE101"
  case malformedYAML = "EE102"
  case duplicateKey = "EE103"
  case unknownKey = "EE104"
  case wrongKind = "EE105"
  case unsupportedKey = "EE106"
  case missingKey = "EE107"
  case unknownAlias = "EE108"
  case documentTooLarge = "EE109"
  case malformedHostlist = "EE121"
  case backwardsRange = "EE122"
  case emptyParameter = "EE123"
  case tooManyValues = "EE124"

  // EE2xx: substitution
  case undefinedReference = "EE201"
  case undefinedWord = "EE202"
  case referenceCycle = "EE203"
  case notScalar = "EE204"

  // EE3xx: plan
  case duplicateIdentifier = "EE301"
  case missingFile = "EE302"
  case unwritableDirectory = "EE303"
  case spaceTooLarge = "EE305"
  case fileNameTaken = "EE306"

  // CC1xx: workflow
  case unknownNode = "CC101"
  case graphCycle = "CC102"
  case missingScript = "CC103"
  case unsupportedKind = "CC104"
  case emptyWorkflow = "CC105"
}
