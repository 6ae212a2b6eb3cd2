import CampaignStore
import HostIO
import TestSupport
import Testing

/// Files that are no campaign database of this version: refused, and left as they were.
@Suite struct ForeignFileTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private func refusal(_ access: Connection.Access) throws -> StoreError? {
    do {
      _ = try CampaignStore(place.at("a.db"), access)
      return nil
    } catch {
      return error
    }
  }

  private func make(_ sql: String) throws {
    let connection = try Connection(place.at("a.db"), .readWrite)
    try connection.execute(sql)
  }

  private func expectRefusal(_ kind: StoreError.Kind, _ message: String) throws {
    let before = try place.read("a.db")
    for access in [Connection.Access.readWrite, .readOnly] {
      let error = try #require(try refusal(access))
      #expect(error.kind == kind)
      #expect(error.description == "database '\(place.at("a.db"))': \(message)")
      #expect(try place.read("a.db") == before)
      #expect(try place.names() == ["a.db"])
    }
  }

  @Test func `a database of a later version is refused`() throws {
    _ = try CampaignStore(place.at("a.db"))
    try make("PRAGMA user_version = 99")
    try expectRefusal(
      .newer(version: 99), "its schema is version 99, this program knows up to 6")
  }

  @Test func `another program's database is refused, with its mark or without`() throws {
    try make("CREATE TABLE birds (name TEXT); INSERT INTO birds VALUES ('wren')")
    try expectRefusal(.foreign, "not a campaign database")
    try make("PRAGMA application_id = 7")
    try expectRefusal(.foreign, "not a campaign database")
  }

  @Test(arguments: ["x", "experiments: {epoch: 1}\n", String(repeating: "line\n", count: 5000)])
  func `a text is refused`(text: String) throws {
    try place.write("a.db", text)
    try expectRefusal(.foreign, "not a database")
  }

  @Test func `a directory is refused`() throws {
    try Directories.create(place.at("a.db"))
    let error = try #require(try refusal(.readWrite))
    #expect(error.kind == .foreign)
    #expect(error.message == "it is a directory")
  }

  @Test func `a device is refused`() throws {
    for access in [Connection.Access.readWrite, .readOnly] {
      let error = #expect(throws: StoreError.self) { try CampaignStore("/dev/null", access) }
      #expect(error?.kind == .foreign)
      #expect(error?.description == "database '/dev/null': it is a pipe, socket or device")
    }
  }

  @Test func `a reader is told that there is no file, and makes none`() throws {
    let error = try #require(try refusal(.readOnly))
    #expect(error.kind == .missing)
    #expect(try place.names() == [])
  }

  @Test func `an empty file becomes a database`() throws {
    try place.write("a.db", "")
    #expect(try refusal(.readWrite) == nil)
  }

  @Test(arguments: [100, 4096, 9000])
  func `a database that was cut off is called damaged`(length: Int) throws {
    _ = try CampaignStore(place.at("a.db"))
    let bytes = try place.read("a.db")
    try place.write("a.db", Array(bytes.prefix(length)))
    for access in [Connection.Access.readWrite, .readOnly] {
      var found: StoreError?
      do {
        let store = try CampaignStore(place.at("a.db"), access)
        try store.check()
      } catch { found = error }
      #expect(found?.kind == .damaged, "\(access): \(String(describing: found))")
    }
  }

  @Test func `a database with overwritten pages is called damaged by the check`() throws {
    _ = try CampaignStore(place.at("a.db"))
    var bytes = try place.read("a.db")
    for index in 4096..<8192 { bytes[index] = 0xAA }
    try place.write("a.db", bytes)
    var found: StoreError?
    do { try CampaignStore(place.at("a.db"), .readOnly).check() } catch { found = error }
    #expect(found?.kind == .damaged)
  }
}
