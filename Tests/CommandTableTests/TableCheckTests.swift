import CommandTable
import Testing

@Suite struct TableCheckTests {
  @Test func `a sound table has no problems`() {
    #expect(sample.problems().isEmpty)
  }

  @Test func `names used twice and examples that do not run are problems`() {
    let table = CommandTable(
      program: "x", summary: "s", version: "1",
      commands: [
        Command(
          "a", "b", options: [Option("--set-it", "-s", "c"), Option("--set_it", "d")],
          examples: [Example("(cd d; x a --st)", "e"), Example("y && x a --st > f | z", "e")],
          action: 1),
        Command("a", "b", examples: [Example("x help", "e")], action: 2),
      ],
      globalOptions: [])
    #expect(
      table.problems() == [
        "two commands are named 'a'",
        "'a' has two options named '--set-it'",
        "the example '(cd d; x a --st)' does not call 'a'",
        "the example 'y && x a --st > f | z' does not parse: unknown option '--st'",
        "the example 'x help' does not call 'a'",
      ])
  }
}
