internal import EECore

/// The script that a job is on another host.
///
/// It holds the job's environment, so that no value of it is ever part of a command line, and is
/// for its owner's eyes only.
enum JobScript {
  /// Where the program is that says what a job runs with, below the host's root.
  static let factsPath = ".cms/facts.sh"

  /// Returns the script; it is run where the host's root is the working directory.
  static func text(_ submission: Submission, _ job: RemoteJob, prologue: String?) -> [UInt8] {
    // Its own place, and what says what it runs with; after the prologue, which may load modules.
    var text = Array("cms_records=${0%/*} cms_facts=$PWD/\(factsPath)\n".utf8)
    for (name, value) in job.environment.sorted(by: { $0.key < $1.key }) where isName(name) {
      text += "export \(name)=".utf8 + ShellWord.quoted(Array(value.utf8)) + "\n".utf8
    }
    let directory = ShellWord.quoted(
      job.directory.hasPrefix("/") ? job.directory : "./\(job.directory)")
    text += "[ -d \(directory) ] || mkdir -p \(directory)\ncd \(directory) || exit\n".utf8
    if let prologue, !prologue.isEmpty { text += "\(prologue)\n".utf8 }
    text +=
      """
      if [ -r "$cms_facts" ]; then
        sh "$cms_facts" "${cms_facts%.sh}-${CMS_RUN-}" >"$cms_records/facts.0" 2>/dev/null
      fi
      unset cms_records cms_facts

      """.utf8
    let words = submission.command.map { ShellWord.quoted(Array($0.utf8)) }
    text += "exec".utf8
    if let processors = ProcessorText.text(submission.processors) {
      text += " taskset -c \(processors)".utf8
    }
    text += words.flatMap { [UInt8(ascii: " ")] + $0 }
    text.append(UInt8(ascii: "\n"))
    return text
  }

  /// Whether a shell can have a variable of that name.
  private static func isName(_ name: String) -> Bool {
    let letters = name.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
    return letters
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || $0 == 0x5F
      }
  }
}
