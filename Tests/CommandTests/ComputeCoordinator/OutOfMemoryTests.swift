import CampaignStore
import TestSupport
import Testing

/// Jobs that the kernel kills for want of memory, in a control group that is made for it.
@Suite(.enabled(if: LittleMemory.canLimit, "this machine lets nobody make a control group"))
struct OutOfMemoryTests {
  private func run(
    _ job: String, _ test: CommandTest? = nil
  ) throws -> (run: CommandRun, attempt: AttemptRecord) {
    let test = try (test ?? CommandTest()).file(
      "workflow.yaml", "workflow: {nodes: {a: {\(job)}}}\n")
    let run = try test.run(
      "sh", "-c", LittleMemory.script, "sh", CommandTest.products + "/cms-cc", "run",
      "workflow.yaml")
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    let attempts = try store.latestAttempts(of: #require(store.runs().first).id)
    return (run, try #require(attempts["a"]))
  }

  @Test func `a job that wants more memory than there is fails by that`() throws {
    let (run, attempt) = try run("exec: 'tail /dev/zero'")
    #expect(run.code == 1)
    #expect(
      run.errors.hasSuffix(
        "failed  a  exit 137: killed, as there was too little memory\n    | Killed\n"),
      "\(run.errors)")
    #expect(attempt.failure == "oom")
    #expect(attempt.exitCode == 137)
  }

  /// Reaches every host here, and in our own control group.
  private static let ssh = """
    #!/bin/sh
    [ "$1" != -G ] || exit
    for command do :; done
    cd "$HOME" && exec sh -c "$command"

    """

  @Test func `so does one on another host`() throws {
    let test = try CommandTest().file("bin/ssh", Self.ssh, mode: 0o755)
    let path = "\(test.place.at("bin")):\(test.environment["PATH"] ?? "")"
    let (run, attempt) = try self.run(
      "exec: 'tail /dev/zero', host: far", test.variable("PATH", path))
    #expect(
      run.errors.hasSuffix(
        "failed  a  exit 137: killed, as there was too little memory\n    | Killed\n"),
      "\(run.errors)")
    #expect(attempt.failure == "oom")
  }

  @Test func `it is tried again with more`() throws {
    let (run, attempt) = try run(
      "exec: 'test -e once && exit; touch once; exec tail /dev/zero', memory: 10M, "
        + "retries: {max: 1, on: [oom], memory: x2}")
    #expect(run.code == 0, "\(run.errors)")
    #expect(attempt.number == 2)
    #expect(attempt.memory == 20 << 20)
  }

  @Test func `a job that is killed while there is memory fails by the signal`() throws {
    let (run, attempt) = try run(
      "exec: 'touch once; kill -9 $$', retries: {max: 1, on: [oom]}")
    #expect(run.code == 1)
    #expect(attempt.failure == "signal")
    #expect(attempt.number == 1)
  }
}

/// A control group of its own, for what happens where there is little memory.
private enum LittleMemory {
  /// Runs its arguments where there are 200 MB, in a group within our own.
  static let script = """
    set -e
    own=$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)
    if [ -n "$own" ]; then
      group=/sys/fs/cgroup/memory${own%/}/cms-$$ limit=memory.limit_in_bytes
    else
      own=$(sed -n 's/^0:://p' /proc/self/cgroup)
      group=/sys/fs/cgroup${own%/}/cms-$$ limit=memory.max
    fi
    mkdir "$group" 2>/dev/null
    trap 'for n in 1 2 3 4 5 6 7 8 9; do rmdir "$group" && break; sleep 0.1; done 2>/dev/null' EXIT
    echo 200000000 2>/dev/null >"$group/$limit"
    if [ -e "$group/memory.swap.max" ]; then echo 0 >"$group/memory.swap.max"; fi
    sh -c 'echo 0 >"$1/cgroup.procs"; shift; exec "$@"' sh "$group" "$@"
    """

  static let canLimit =
    (try? CommandTest().run("sh", "-c", script, "sh", "true").code) == 0
}
