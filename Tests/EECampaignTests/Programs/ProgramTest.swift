import CCResults
import EECampaign
import HostIO
import TestSupport

/// A directory with `cms.py` and `cms.sh` in it, in which programs are run and what they print is read.
struct ProgramTest {
  private(set) var command: CommandTest

  init() throws {
    command = try CommandTest().variable("PYTHONDONTWRITEBYTECODE", "1")
    for file in StopWatchFile.all {
      command = try command.file(file.name, String(decoding: file.bytes, as: UTF8.self))
    }
  }

  /// Lets programs find one by this name.
  func program(_ name: String, _ text: String) throws -> ProgramTest {
    var test = self
    test.command = try command.file("bin/\(name)", text, mode: 0o755)
      .variable("PATH", "\(command.place.at("bin")):/usr/local/bin:/usr/bin:/bin")
    return test
  }

  func variable(_ name: String, _ value: String) -> ProgramTest {
    var test = self
    test.command = command.variable(name, value)
    return test
  }

  func python(_ text: String) throws -> CommandRun {
    try command.file("job.py", text + "\n").run("python3", "-W", "error", "job.py")
  }

  func shell(_ shell: String, _ text: String) throws -> CommandRun {
    try command.file("job.sh", "set -eu\n. ./cms.sh\n" + text + "\n").run(shell, "job.sh")
  }
}

extension CommandRun {
  /// What our readers make of the output.
  var reading: LogReading {
    var reader = LogReader()
    reader.consume(outputBytes)
    return reader.finish()
  }
}

/// Python with a clock that stands still until the program sets it.
let fixedClock = """
  import cms, time as real
  class Clock:
      now = 1658844457.25
      def time(self): return self.now
      def perf_counter(self): return self.now
      monotonic = perf_counter
      gmtime, strftime = staticmethod(real.gmtime), staticmethod(real.strftime)
  clock = cms._time = Clock()
  """
