import Testing

@testable import EECore

@Suite struct SpaceAccountTests {
  private func lines(_ text: String) throws -> [String] {
    let root = try YAMLReader.read(Array(text.utf8), file: "sweep.yaml")
    return try CampaignSpec(root, fileName: "sweep.yaml", lookup: Lookup()).account.lines
  }

  @Test func `a count is explained by its factors and by what was taken away`() throws {
    let text = """
      experiments:
        epoch: "1,2,3,4"
        model: [a, b, c]
        batch: [1, 2, 3]
        lr: "[1-8]"
      zip: [[model, batch]]
      exclude:
        - {epoch: 4, model: c}
        - "lr > 6 AND model = 'a'"
      """
    #expect(
      try lines(text) == [
        "96 = 4 × 3 (zipped) × 8; 8 excluded by line 8; 8 excluded by line 9", "80 experiments",
      ])
  }

  @Test(arguments: [
    ("experiments: {e: 1}", ["1 = 1", "1 experiment"]),
    (
      "experiments: {e: '1,2', repeat: {repeat: 5}}", ["10 = 2 × 5 (repeat)", "10 experiments"]
    ),
    (
      "experiments: {e: '1,2', repeat: {repeat: 5}}\nwhere: e > 1",
      ["2 = 2; 1 excluded by line 2; 5 = 1 × 5 (repeat)", "5 experiments"]
    ),
    (
      "experiments: [{e: '1,2'}, {e: '2,3'}]",
      ["2 = 2", "2 = 2", "1 there already", "3 experiments"]
    ),
    (
      "experiments: {e: '[1-9]', repeat: {repeat: 2}}\nsample: {count: 4, seed: 7}\ninclude: [{e: 10}]",
      ["9 = 9", "4 kept by sample, seed 7; 8 = 4 × 2 (repeat); 2 included", "10 experiments"]
    ),
    (
      "experiments: {e: '1,2', repeat: {repeat: 2}}\ninclude: [{e: 3}, {e: 4, repeat: 7}]",
      ["4 = 2 × 2 (repeat)", "3 included", "7 experiments"]
    ),
    (
      "experiments: [{e: 1, repeat: '1,2'}, {e: 2, repeat: '1,2,3'}]\nsample: {count: 2}",
      [
        "1 = 1", "1 = 1", "2 kept by sample, seed 0; 5 with repetitions",
        "5 experiments",
      ]
    ),
    (
      "experiments: [{a: '1,2', repeat: {repeat: 2}}, {a: '3,4', repeat: {repeat: 3}}]\n"
        + "sample: {count: 3}",
      [
        "2 = 2", "2 = 2", "3 kept by sample, seed 0; 8 with repetitions", "8 experiments",
      ]
    ),
    (
      "experiments: {e: '1,2', repeat: {repeat: 2}}\ninclude: [{e: 3}, {e: 1, repeat: 7}]",
      ["4 = 2 × 2 (repeat)", "3 included", "7 experiments"]
    ),
    (
      "experiments: {e: '1,2', repeat: {repeat: 2}}\ninclude: [{e: 2}]",
      ["4 = 2 × 2 (repeat)", "2 included; 2 there already", "4 experiments"]
    ),
    (
      "experiments: {e: '[1-4]'}\nwhere: [e > 1, e < 4]",
      ["4 = 4; 1 excluded by line 2, column 9; 1 excluded by line 2, column 16", "2 experiments"]
    ),
    (
      "experiments: {g: [a, b], d: {uniform: [0, 1]}}\nsample: {count: 5}",
      ["2 = 2 × d (drawn)", "5 drawn by sample, seed 0", "5 experiments"]
    ),
  ])
  func `every stage has its words`(text: String, expected: [String]) throws {
    #expect(try lines(text) == expected)
  }
}
