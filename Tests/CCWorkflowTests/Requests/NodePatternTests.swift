import Testing

@testable import CCWorkflow

/// Names of nodes written short.
@Suite struct NodePatternTests {
  @Test(arguments: [
    ("train", ["train"], ["trai", "train/n_1", "train2"]),
    ("train/*", ["train/n_1", "train/"], ["train", "strain/n_1"]),
    ("*", ["", "a", "a/b"], []),
    ("*_1", ["n_1", "train/n_1", "_1", "n_1_1"], ["n_11", "n_1 "]),
    ("a*b*c", ["abc", "aXbYc", "abbcc", "a*b*c"], ["ab", "acb", "abcd"]),
    ("n_?", ["n_1", "n_ä", "n_?"], ["n_", "n_12"]),
    ("train/n_[1-3]", ["train/n_1", "train/n_3"], ["train/n_4", "train/n_[1-3", "train/n_12"]),
    ("n_[08-10]", ["n_08", "n_10"], ["n_8", "n_0"]),
    ("fetch,train/*", ["fetch", "train/a"], ["fetch,train/a", "train"]),
    // What cannot be read as a list is meant as it stands.
    ("a[", ["a["], ["a"]),
    ("a,b", ["a", "b", "a,b"], ["c"]),
    ("", [""], ["a"]),
  ])
  func `a pattern matches these names and not those`(
    pattern: String, names: [String], others: [String]
  ) {
    let pattern = NodePattern(pattern)
    for name in names { #expect(pattern.matches(name), "\(name)") }
    for name in others { #expect(!pattern.matches(name), "\(name)") }
  }

  @Test func `many stars take no longer than the product of the lengths`() {
    let name = String(repeating: "a", count: 2000)
    #expect(!NodePattern(String(repeating: "a*", count: 200) + "b").matches(name))
    #expect(NodePattern(String(repeating: "a*", count: 200)).matches(name))
  }
}
