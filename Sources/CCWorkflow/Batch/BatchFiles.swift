/// The files of a batch, below the root of its host.
struct BatchFiles {
  let run: String
  /// Its name.
  let batch: String

  var directory: String { ".cms/\(run)/.batches/\(batch)" }

  /// What Slurm runs for each member: the wrapper of its attempt, where the root is the working
  /// directory.
  var script: [UInt8] {
    Array(
      """
      #!/bin/sh
      # Runs one of the attempts that the file 'attempts' lists.
      attempt=$(sed -n "$((${SLURM_ARRAY_TASK_ID:-0} + 1))p" '\(directory)/attempts')
      [ -n "$attempt" ] || exit 125
      # Where the wrapper finds what the whole job took; of a job on several nodes nobody here knows.
      CMS_GROUP=none
      if [ "${SLURM_JOB_NUM_NODES:-1}" = 1 ]; then
        CMS_GROUP=$(\(Self.groupSearch) /proc/self/cgroup)
      fi
      export CMS_GROUP="${CMS_GROUP:-none}"
      exec sh .cms/wrapper.sh "$PWD/$attempt" sh "$PWD/$attempt/job.sh" \\
        </dev/null >>"$attempt/log" 2>&1

      """.utf8)
  }

  /// Prints the control group of a job from a list as `/proc/self/cgroup`, or nothing.
  ///
  /// - Source: <https://slurm.schedmd.com/cgroup_v2.html>: `job_ID/step_batch/user/task_0`; of version 1
  ///   the one for memory, which the site may have without one for processors.
  static let groupSearch = #"""
    sed -n -e "s|^0::\(/.*/job_$SLURM_JOB_ID\)/.*|/sys/fs/cgroup\1|" -e 't found' \
      -e "s|^[0-9]*:memory:\(/.*/job_$SLURM_JOB_ID\)/.*|/sys/fs/cgroup/memory\1|" -e 't found' \
      -e d -e ':found' -e 'p;q'
    """#

  /// What an attempt's file says of the batches that it is part of.
  static func list(of parts: [SlurmAnswer.Part]) -> [UInt8] {
    Array(parts.map { "\($0.batch)\t\($0.place)\n" }.joined().utf8)
  }
}
