import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// The script that a job is on another host.
@Suite struct JobScriptTests {
  private static let odd = [
    "", " ", "a b", "it's", "\"", "$(touch x)", "`touch x`", "$HOME", "\\", "a\nb\n", "\t", "*",
    "-n",
    "ü 漢 🙂", "a=b", "#", "~", "!!", "%s", "{a,b}", "&& false", "\u{1B}[1m", "'\\''", "x\r",
  ]

  private func submission(_ command: [String], _ job: RemoteJob) -> Submission {
    Submission(
      ticket: 1, token: "t", directory: "/tmp", command: command, workingDirectory: "/tmp",
      environment: [:], boot: "", remote: job)
  }

  @Test func `it has the environment, the directory, the prologue and the command`() {
    let job = RemoteJob(
      attempt: "a/1", directory: "w k", environment: ["B": "it's", "A": "1", "no.name": "x"])
    let text = JobScript.text(
      submission(["/bin/sh", "-c", "echo $A"], job), job, prologue: "module load gcc")
    #expect(
      String(decoding: text, as: UTF8.self) == """
        cms_records=${0%/*} cms_facts=$PWD/.cms/facts.sh
        export A=1
        export B='it'\\''s'
        [ -d './w k' ] || mkdir -p './w k'
        cd './w k' || exit
        module load gcc
        if [ -r "$cms_facts" ]; then
          sh "$cms_facts" "${cms_facts%.sh}-${CMS_RUN-}" >"$cms_records/facts.0" 2>/dev/null
        fi
        unset cms_records cms_facts
        exec /bin/sh -c 'echo $A'

        """)
  }

  @Test func `whatever texts hold, the job finds them unchanged`() throws {
    let place = try TemporaryDirectory()
    let environment = Dictionary(
      uniqueKeysWithValues: Self.odd.enumerated().map { ("V\($0)", $1) })
    let job = RemoteJob(attempt: "a/1", directory: "-d $(x)", environment: environment)
    let names = Self.odd.indices.map { "\"$V\($0)\"" }.joined(separator: " ")
    let command = ["/bin/sh", "-c", "printf '%s\\0' \"$@\" \(names)", "sh"] + Self.odd
    try place.write("job.sh", JobScript.text(submission(command, job), job, prologue: nil))
    let said = try Spawn.output(of: ["env", "-C", place.path, "sh", "job.sh"])
    let texts = said.output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(said.code == 0)
    #expect(texts == Self.odd + Self.odd)
    #expect(try place.names() == ["-d $(x)", "job.sh"])
  }
}
