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

  @Test func `a file that is no map is a mistake`() throws {
    try place.write("variables.dat", "[a]\n")
    let error = #expect(throws: Diagnostics.self) { try VariableStore(in: place.path) }
    #expect(error?.all.map(\.message) == ["the file of variables is a list, expected a map"])
  }
}
