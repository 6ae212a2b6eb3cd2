internal import HostIO

/// The shell program around every job: it leaves evidence of the start and of the end.
enum Wrapper {
  /// Builtins only, but where a disk is full: it costs as much as `sh` itself.
  ///
  /// Signals are trapped, mostly with `:`, because ignored ones would be inherited by the job. The start
  /// record is created exclusively: whoever makes it first decides whether the job runs.
  static let text = """
    # Runs one attempt of a job and leaves evidence of its start and its end.
    # usage: sh wrapper.sh ATTEMPT-DIRECTORY COMMAND [ARGUMENT...]
    attempt=$1
    shift
    number=${SLURM_RESTART_COUNT:-0}
    ended=
    # How often the kernel had killed for want of memory before the job, and the file that says it.
    kills=${CMS_MEMORY_KILLS:-}
    # The control group of the job, where a batch system made one, or some name that is none.
    group=${CMS_GROUP:-}
    unset CMS_MEMORY_KILLS CMS_GROUP
    trap : HUP INT QUIT USR1 USR2
    trap 'ended=143' TERM
    host= boot= stat= began=
    read -r host </proc/sys/kernel/hostname
    read -r boot </proc/sys/kernel/random/boot_id
    read -r stat </proc/$$/stat
    # The 22nd field is the start time; the second, in parentheses, may hold blanks.
    field20() { shift 19; began=$1; }
    set -f
    field20 ${stat##*) }
    set +f
    # Started anew by a batch system although it had done its work, it has nothing to do.
    earlier=0
    while [ "$earlier" -lt "$number" ]; do
      { read -r stat <"$attempt/exit.$earlier"; } 2>/dev/null && [ "$stat" = 'exit 0' ] && exit 0
      earlier=$((earlier + 1))
    done
    set -C
    { printf 'host %s\\npid %s\\nbegan %s\\nboot %s\\ngpu %s\\nend\\n' \\
        "$host" "$$" "$began" "$boot" "${CUDA_VISIBLE_DEVICES:-}" \\
        >"$attempt/start.$number"; } 2>/dev/null || exit 125
    set +C
    # Started anew by a batch system, it may have been called off before it ever began.
    if [ "$number" != 0 ]; then
      { read -r stat <"$attempt/start.0"; } 2>/dev/null
      [ "$stat" != claimed ] || exit 125
    fi
    exec 3>&-
    # Its directory, wherever that is moved while the job runs.
    { command exec 5<"$attempt"; } 2>/dev/null
    # The claim on the job's directory ends with the job, not with what it leaves behind.
    # Asked to end before it began, it never begins.
    code=$ended
    if [ -z "$ended" ]; then
      "$@" 4>&- 5<&-
      code=$?
    fi
    exec 4>&-
    # Killed, and by the kernel as it seems: by whom else is not known.
    why=
    if [ "$code" = 137 ] && [ -n "$kills" ]; then
      while read -r name count; do
        [ "$name" = oom_kill ] && [ "$count" -gt "${kills%% *}" ] && why='oom\\n'
      done <"${kills#* }"
    fi 2>/dev/null
    # What it took. Of a job with processes that are not our children only its group can tell.
    used=
    if [ -n "$group" ]; then
      while read -r name count; do
        [ "$name" = usage_usec ] && used="cpu $count\\n"
      done <"$group/cpu.stat"
      { read -r count <"$group/memory.peak" || read -r count <"$group/memory.max_usage_in_bytes"; } &&
        used="${used}peak $count\\n"
    fi 2>/dev/null
    record() {
      printf 'exit %s\\n%b' "$code" "$why$used" &&
        { [ -n "$group" ] || command times || printf '\\n'; } && printf 'end\\n'
    }
    # Without room for the record it waits for some: nobody else knows how the job ended.
    until { record >"$attempt/exit.$number"; } 2>/dev/null; do
      [ -d "$attempt" ] && [ ! -d "$attempt/exit.$number" ] && sleep 1 || break
    done
    if [ ! -d "$attempt" ]; then
      { record >"/proc/$$/fd/5/exit.$number"; } 2>/dev/null
    fi
    exit "$code"

    """

  /// Puts the program into a run's directory and returns its path.
  static func install(in directory: String) throws(SystemError) -> String {
    try Directories.ensure(directory)
    let path = Paths.join(directory, "wrapper.sh")
    try Files.replace(path, Array(text.utf8))
    return path
  }
}
