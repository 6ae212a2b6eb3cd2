import Testing

@testable import EECore

@Suite struct UUIDTextTests {
  private func uuid(_ campaign: String, _ pairs: [(String, String)]) -> String {
    let position = SourcePosition(file: "sweep.yaml", line: 1, column: 1)
    let axes = pairs.map { Axis(name: $0.0, values: [ParameterValue(spelled: $0.1)], at: position) }
    return ExperimentUUIDs(campaign: campaign, axes).text(axes.map { _ in 0 })
  }

  /// Computed by Python's uuid.uuid5 from the same namespace and name; never to be changed.
  @Test func `the uuid of an experiment is the same for ever`() {
    #expect(
      uuid("tiny", [("epoch", "1"), ("lr", "1e-4")]) == "18c69fc8-6706-5462-aa4f-9124619d2efc")
    #expect(
      uuid("mnist", [("epoch", "1"), ("lr", "0.10")]) == "41bf5d3e-d343-5908-9e58-318c93e78523")
    #expect(uuid("é", []) == "4e33a5ce-d7dd-5c4b-b37a-72ba182dceb5")
  }

  @Test func `the order of parameters does not matter, their spelling does`() {
    let a = uuid("c", [("epoch", "1"), ("lr", "0.1")])
    #expect(uuid("c", [("lr", "0.1"), ("epoch", "1")]) == a)
    #expect(uuid("c", [("epoch", "1"), ("lr", "0.10")]) != a)
    #expect(uuid("d", [("epoch", "1"), ("lr", "0.1")]) != a)
  }

  @Test func `line feeds in values do not run into the next parameter`() {
    #expect(uuid("c", [("a", "1\n3:b=2")]) != uuid("c", [("a", "1"), ("b", "2")]))
  }
}
