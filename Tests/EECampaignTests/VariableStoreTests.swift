import EECore
import TestSupport
import Testing

@testable import EECampaign

@Suite struct VariableStoreTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  @Test func `values come back as they were given`() throws {
    let values = [
      "a": "1", "b": "true", "c": "", "d": "it's \"x\"", "e": "two\nlines\t", "f": "yes",
      "g": "0012", "h": "{os.HOME}", "i": "é 雪", "j": "- x", "k": "a: b # c", "l": " x ", "no": "~",
    ]
    var store = try VariableStore(in: place.at("new/base"))
    #expect(store.values == [:])
    for (name, value) in values { store.set(name, to: value) }
    try store.save()
    #expect(try VariableStore(in: place.at("new/base")).values == values)
    #expect(try place.names("new/base") == ["variables.dat"])
  }

  @Test func `deleted and cleared variables are gone`() throws {
    var store = try VariableStore(in: place.path)
    store.set("a", to: "1")
    store.set("b", to: "2")
    let deleted = [store.delete("a"), store.delete("a")]
    #expect(deleted == [true, false])
    try store.save()
    #expect(try VariableStore(in: place.path).values == ["b": "2"])
    store.clear()
    try store.save()
    #expect(try VariableStore(in: place.path).values == [:])
  }

  @Test func `the original's file is read with what it has`() throws {
    try place.write(
      "variables.dat", "currentgpu: a100\ndebug: 'True'\nepoch: 30\nempty:\nlist: [1]\ndebug: b\n")
    #expect(
      try VariableStore(in: place.path).values
        == ["currentgpu": "a100", "debug": "b", "epoch": "30", "empty": ""])
  }

  @Test func `what else the original keeps there stays, and a variable may take its place`() throws
  {
    try place.write(
      "variables.dat",
      "a: 1\nhosts:\n- x\n- 'b, c'\n- [1.50, ~]\nz: {k: 'true', 'l[': {m: }, p: 2}\nold: [1]\n")
    try VariableStore.update(in: place.path) {
      $0.set("a", to: "2")
      $0.set("old", to: "new")
    }
    let text = """
      a: '2'
      hosts: [x, 'b, c', [1.50, ~]]
      old: new
      z: {k: 'true', 'l[': {m: null}, p: 2}

      """
    #expect(try place.text("variables.dat") == text)
    try VariableStore.update(in: place.path) { $0.set("a", to: "2") }
    #expect(try place.text("variables.dat") == text)
  }

  @Test func `variables that are set at the same time are all kept`() async throws {
    let path = place.path
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<16 {
        group.addTask {
          try? VariableStore.update(in: path) { $0.set("v\(number)", to: "x") }
        }
      }
    }
    #expect(try VariableStore(in: path).values.count == 16)
  }

  @Test func `a file that is no map is a mistake`() throws {
    try place.write("variables.dat", "[a]\n")
    let error = #expect(throws: Diagnostics.self) { try VariableStore(in: place.path) }
    #expect(error?.all.map(\.message) == ["the file of variables is a list, expected a map"])
  }
}
