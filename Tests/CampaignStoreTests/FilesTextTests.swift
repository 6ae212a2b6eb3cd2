import EECore
import Testing

@testable import CampaignStore

@Suite struct FilesTextTests {
  private let script = CampaignStore.FileRecord(
    name: "job.sh", fingerprint: Fingerprint(high: 1, low: 2), size: 3,
    modified: 1_763_841_234_123_456_789,
    identity: CampaignStore.FileIdentity(inode: 7, changed: 1_763_841_234_123_456_780))
  private let config = CampaignStore.FileRecord(
    name: "config.yaml", fingerprint: Fingerprint(high: .max, low: 0), size: 0, modified: -1,
    identity: nil)

  private func files(_ text: String) -> [CampaignStore.FileRecord] {
    Array(text.utf8).withUnsafeBufferPointer(FilesText.files)
  }

  private func quick(_ text: String) -> [CampaignStore.FileRecord]? {
    Array(text.utf8).withUnsafeBufferPointer(FilesReader.files)
  }

  @Test func `what is written is read without the general reader`() {
    var text = FilesText()
    #expect(quick(text.text([script, config])) == [script, config])
    #expect(quick(text.text([])) == [])
    for mark in [true, false] {
      let code = CampaignStore.FileRecord(
        name: "a.py", fingerprint: Fingerprint(high: 1, low: 2), size: 3, modified: 4,
        identity: CampaignStore.FileIdentity(inode: 7, changed: 4), isExecutable: mark)
      #expect(quick(text.text([code])) == [code])
      #expect(files(" " + text.text([code])) == [code])
    }
  }

  @Test(arguments: [
    #"{"job.sh": ["00000000000000010000000000000002", 3, 1763841234123456789, 7, -9]}"#,
    #"{"job\u002esh":["00000000000000010000000000000002",3,1763841234123456789,7,-9]}"#,
    #"{"job.sh":["00000000000000010000000000000002",3,1763841234123456789,7,-9,"later"]}"#,
    #"{"job.sh":["00000000000000010000000000000002",3,1763841234123456789,7,-9],"x":null}"#,
  ])
  func `what is written in another way is left to the general reader`(text: String) {
    #expect(quick(text) == nil)
    #expect(files(text) == [script])
  }

  @Test(arguments: [
    "", "{", "{}}", "[]", #"{"a"}"#, #"{"a":[]}"#, #"{"a":["0",1,2]}"#,
    #"{"a":["00000000000000010000000000000002",3,4,5]}"#,
    #"{"a":["00000000000000010000000000000002",3,4,-5,6]}"#,
    #"{"a":["00000000000000010000000000000002",3,99999999999999999999,5,6]}"#,
    #"{"a":["00000000000000010000000000000002",-,4,5,6]}"#,
    #"{"a":["00000000000000010000000000000002",3,4,5,6]"#,
  ])
  func `what is no text of files is not taken for one`(text: String) {
    #expect(quick(text) == nil)
  }
}
