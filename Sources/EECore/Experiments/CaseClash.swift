/// Two directories of a campaign that some file systems take for one.
package struct CaseClash: Sendable {
  package let identifiers: (String, String)
  let position: SourcePosition?

  /// The message, which is a mistake where the file system folds case.
  package func diagnostic(isMistake: Bool) -> Diagnostic {
    Diagnostic(
      isMistake ? .error : .warning, .differsOnlyByCase,
      "'\(identifiers.0)' and '\(identifiers.1)' differ only by case"
        + (isMistake ? ", which is one directory here" : ""),
      at: position, hint: "some file systems, such as that of a Mac, take them for one directory")
  }
}
