import EECampaign
import EECore
import HostIO
import TestSupport
import Testing

@Suite struct PlacesTests {
  @Test func `everything goes beside the file unless told otherwise`() {
    let beside = Places(file: "/a/sweep.yaml", name: "tiny", directory: nil, database: nil)
    #expect(beside.base == "/a")
    #expect(beside.database == "/a/tiny.db")
    let elsewhere = Places(file: "/a/sweep.yaml", name: "x/y", directory: "/b/", database: nil)
    #expect(elsewhere.base == "/b")
    #expect(elsewhere.database == "/b/x-y.db")
    let named = Places(file: "/a/s.yaml", name: "t", directory: "/b", database: "/c/../d.db")
    #expect(named.database == "/d.db")
  }

  @Test func `a place is fit where its nearest directory is`() throws {
    let place = try TemporaryDirectory()
    try place.write("file", "")
    let places = Places(
      file: place.at("s.yaml"), name: "t", directory: nil, database: place.at("new/t.db"))
    try places.checkWritable(place.at("a/b/c"), namedAt: nil)
    try places.checkDatabase()
    let error = #expect(throws: Diagnostics.self) {
      try places.checkWritable(place.at("file/b"), namedAt: nil)
    }
    #expect(error?.all.map(\.code) == [.unwritableDirectory])
    #expect(try place.names() == ["file"])
  }
}
