import Testing

@testable import CCWorkflow

@Suite struct ProcessorTextTests {
  @Test(
    arguments: [
      ([0], "0"), ([0, 1, 2, 3, 8], "0-3,8"), ([5, 3, 4, 1], "1,3-5"), ([], nil),
    ] as [([Int], String?)])
  func `numbers are ranges, and read back the same`(numbers: [Int], text: String?) {
    #expect(ProcessorText.text(numbers) == text)
    #expect(ProcessorText.numbers(text ?? "") == numbers.sorted())
  }

  @Test(arguments: ["x", "3-1", "-", "0-99999999999"])
  func `what is no range stands for nothing`(text: String) {
    #expect(ProcessorText.numbers(text) == [])
  }
}
