/// The shell program that says what a job runs with: the machine, its GPUs, Python, and what of the
/// environment bears on a result.
///
/// - Shape: lines `name=value`. Only what two runs must have in common to be compared: no numbers of
///   jobs, no times, nothing that may be secret.
/// - Cost: some milliseconds; a second where there are GPUs, which are asked for their state. On other
///   hosts that is paid once a run.
enum FactsScript {
  static let text = #"""
    # Says what a job runs with, for whoever compares its results.
    # usage: sh facts.sh [CACHE]: what is the same for all jobs of a run on a host is kept in CACHE-*.
    cache=${1-}
    [ ! -r /proc/sys/kernel/hostname ] || read -r host </proc/sys/kernel/hostname

    tell() { [ -z "$2" ] || printf '%s=%s\n' "$1" "$2"; }

    tell_processor() {
      [ -r /proc/cpuinfo ] || return
      model='' count=0
      while IFS=: read -r name value; do
        case $name in
          'model name'*) model=${value# } ;;
          processor*) count=$((count + 1)) ;;
        esac
      done </proc/cpuinfo
      tell host.cpu "$model"
      tell host.cpus "$count"
    }

    tell_memory() {
      [ -r /proc/meminfo ] || return
      read -r name size rest </proc/meminfo
      # In GiB, as it is not quite the same after each start of a machine.
      : "$rest"
      tell host.memory "$(((size + 524288) / 1048576)) GiB"
    }

    tell_system() {
      kernel=''
      [ ! -r /proc/sys/kernel/osrelease ] || read -r kernel </proc/sys/kernel/osrelease
      tell host.name "${host-}"
      tell host.kernel "$kernel"
      if [ -r /etc/os-release ]; then
        while IFS= read -r line; do
          case $line in
            PRETTY_NAME=*) line=${line#PRETTY_NAME=} line=${line#\"}; tell host.system "${line%\"}" ;;
          esac
        done </etc/os-release
      fi
      governor=/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor
      [ ! -r "$governor" ] || { read -r line <"$governor" && tell host.governor "$line"; }
    }

    tell_gpus() {
      command -v nvidia-smi >/dev/null 2>&1 || return 0
      fields=index,name,uuid,driver_version,clocks.max.sm,clocks.max.memory,power.limit
      fields=$fields,ecc.mode.current,persistence_mode,memory.total
      timeout 10 nvidia-smi --query-gpu=$fields --format=csv,noheader 2>/dev/null |
        while IFS=, read -r index name uuid driver clock memory power ecc persistence size; do
          [ -n "$uuid" ] || continue
          tell "gpu.$index.name" "${name# }"
          tell "gpu.$index.uuid" "${uuid# }"
          tell gpu.driver "${driver# }"
          tell "gpu.$index.clock" "${clock# }"
          tell "gpu.$index.memory_clock" "${memory# }"
          tell "gpu.$index.power_limit" "${power# }"
          tell "gpu.$index.ecc" "${ecc# }"
          tell "gpu.$index.persistence" "${persistence# }"
          tell "gpu.$index.memory" "${size# }"
        done
      tell gpu.cuda "$(timeout 10 nvidia-smi 2>/dev/null |
        sed -n 's/.*CUDA Version: *\([0-9.]*\).*/\1/p')"
    }

    # Python knows best where its packages are: in a virtual environment, or behind a shim.
    tell_python() {
      command -v python3 >/dev/null 2>&1 || return 0
      python3 -c 'import os, platform, sys
    print("python.version=" + platform.python_version())
    found = {entry.rsplit(".", 1)[0] for place in sys.path if os.path.isdir(place)
             for entry in os.listdir(place) if entry.endswith((".dist-info", ".egg-info"))}
    print("python.packages=" + " ".join(sorted(found)))' 2>/dev/null
    }

    tell_environment() {
      tell env.modules "${LOADEDMODULES-}"
      tell env.conda "${CONDA_DEFAULT_ENV-}"
      tell env.virtualenv "${VIRTUAL_ENV-}"
      tell env.container "${APPTAINER_CONTAINER:-${SINGULARITY_CONTAINER:-${APPTAINER_NAME:-${SINGULARITY_NAME-}}}}"
      tell env.threads "${OMP_NUM_THREADS-}"
      tell env.cuda "${CUDA_HOME:-${CUDA_PATH-}}"
      tell slurm.cluster "${SLURM_CLUSTER_NAME-}"
      tell slurm.partition "${SLURM_JOB_PARTITION-}"
      tell slurm.nodes "${SLURM_JOB_NUM_NODES-}"
      tell slurm.cpus "${SLURM_CPUS_ON_NODE-}"
      tell slurm.memory "${SLURM_MEM_PER_NODE-}"
      tell slurm.gpus "${SLURM_GPUS_ON_NODE-}"
    }

    tell_host() {
      tell_system
      tell_processor
      tell_memory
      tell_gpus
    }

    # Says something again that was found before, or finds it.
    again() {
      [ -n "$cache" ] || { "$2" && return; }
      file=$cache-$1
      if [ ! -r "$file" ]; then "$2" >"$file.$$" && mv -f "$file.$$" "$file"; fi
      cat "$file"
    }

    tell_all() {
      again "${host-}" tell_host
      python=$(printf '%s' "$(command -v python3):${PYTHONPATH-}" | cksum)
      again "${host-}-${python%% *}" tell_python
      tell_environment
    }

    tell_all </dev/null

    """#
}
