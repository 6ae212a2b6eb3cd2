import Testing

@testable import EECore

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("epohc", "epoch"), ("lerning_rate", "learning_rate"), ("epoch", nil), ("zzzzzz", nil),
  ])
  func `the nearest name within a slip of the finger is suggested`(word: String, expected: String?)
  {
    #expect(Suggestion.nearest(to: word, among: ["epoch", "learning_rate"]) == expected)
  }
}
