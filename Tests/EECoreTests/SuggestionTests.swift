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

  @Test(arguments: [
    ("sbatch.time", "ee.time"), ("sbatch.tme", "sbatch.mode"), ("ee.tme", "ee.time"),
    ("slurm.partition", "system.partition"), ("experiment.epoch", nil), ("time", nil),
  ])
  func `a name with the same last part is nearer than a slip`(word: String, expected: String?) {
    let names = ["epoch", "ee.time", "sbatch.mode", "system.partition", "a.b.partition"]
    #expect(Suggestion.nearest(to: word, among: names) == expected)
  }

  @Test func `the ends of file names say nothing`() {
    #expect(Suggestion.nearestSpelling(to: "missing.yaml", among: ["sweep.yaml"]) == nil)
    #expect(
      Suggestion.hint(for: "a.yaml", among: ["sweep.yaml", "b.yaml"]) == "did you mean 'b.yaml'?")
  }
}
