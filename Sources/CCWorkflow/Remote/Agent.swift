internal import EECore

/// The shell program that is put on a host once and does there, each time it is called, what a
/// request on its standard input asks for.
///
/// Builtins only where it goes over attempts in which nothing has changed. Whatever is said twice
/// changes nothing the second time, so that a request whose answer was lost is simply repeated.
enum Agent {
  /// Where it is kept, below the home there; a word that no shell takes for anything else.
  static let directory = ".cloudmesh"
  /// Each text has a name of its own, so that programs of several versions do not meet.
  static let path =
    "\(directory)/agent-\(Fingerprint(Array(text.utf8)).text.prefix(16)).sh"

  static let text = [head, records, logs, processes, devices, starts, slurm, files, main].joined(
    separator: "\n")

  /// The words that run it, in the home there.
  static let command = ["sh", path]

  /// The words that put it there from their standard input; `nonce` keeps two that do so apart.
  static func installation(nonce: String) -> [String] {
    let text = "mkdir -p \(directory) && cat >\(path).\(nonce) && mv \(path).\(nonce) \(path)"
    return ["sh", "-c", text]
  }

  private static let head = #"""
    # Does in a directory of this host what a request on standard input asks for, and says what
    # came of it.
    unset CDPATH
    set -f
    tab='\#t'
    nl='
    '
    IFS=$tab
    nonce= root= expected= same= files=no
    starts= drains= terms= kills= sorted= fetching= logs=
    devices= owner= asked= strangers= busy=
    lists= pieces= copies= appends= shares=
    # The number of the records that are read: a batch system may start a job more than once.
    n=0
    starter=process run= batches= cancels= refused= changes=

    say() { printf '%s\n' "$*"; }

    finish() {
      printf '\n%s end %s\n' "$nonce" "$1"
      exit
    }

    # Nothing was started.
    fail() {
      say f "${1%%"$nl"*}"
      finish 1
    }

    begin() {
      read -r host </proc/sys/kernel/hostname
      read -r boot </proc/sys/kernel/random/boot_id
      read -r up </proc/uptime
      printf '\n%s begin %s %s %s %s\n' "$nonce" "$host" "$boot" "$(date +%s)" "${up%% *}"
      [ "${expected:-$boot}" = "$boot" ] && same=yes
      case $root in
        /*) ;;
        '~/'*) root=$HOME/${root#'~/'} ;;
        '~') root=$HOME ;;
        *) root=$HOME/$root ;;
      esac
      [ -d "$root" ] || said=$(mkdir -p -- "$root" 2>&1) || fail "$said"
      cd -P -- "$root" 2>/dev/null || fail "cannot enter $root"
      root=$PWD
    }

    # Calls a function for each line of a list, with its fields.
    each() {
      action=$1
      IFS=$nl
      set -- $2
      IFS=$tab
      for line do
        set -- $line
        "$action" "$@"
      done
    }

    """#

  private static let main = #"""
    while read -r verb first second rest; do
      case $verb in
        cms) nonce=$second ;;
        root) root=$first ;;
        boot) expected=$first ;;
        files) files=$first && begin ;;
        starter) starter=$first run=$second ;;
        limits) say_limits ;;
        queue) say_queue "$first" ;;
        adopt) adopt "$first" ;;
        usage) say_usage "$first" "$second" ;;
        history) say_history "$first" "$second" ;;
        release | include) changes=$changes$verb$tab$first$tab$second$tab$rest$nl ;;
        cancel | destroy) cancels=$cancels$verb$tab$first$tab$second$tab$rest$nl ;;
        submit) batches=$batches$first$tab$second$tab$rest$nl ;;
        watch) look "$first" ;;
        claim) claim "$first" && look "$first" ;;
        look) devices=$first owner=$second ;;
        sum) say_sum "$first" ;;
        copy) copies=$copies$first$tab$second$tab$rest$nl ;;
        append) appends=$appends$first$nl ;;
        share) shares=$shares$first$tab$second$nl ;;
        log) logs=$logs$first$tab$second$nl ;;
        drain) drains=$drains$first$nl ;;
        term) terms=$terms$first$nl ;;
        kill) kills=$kills$first$nl ;;
        start) starts=$starts$first$tab$second$tab$rest$nl ;;
        fetch)
          fetching=yes
          cd "./$first" 2>/dev/null || continue
          set +f
          for file in log facts.* start.* exit.*; do
            [ ! -f "$file" ] || set -- "$@" "./$first/$file"
          done
          set -f
          cd "$root" || exit
          ;;
        list) fetching=yes lists=$lists$first$tab$second$tab$rest$nl ;;
        piece) fetching=yes pieces=$pieces$first$tab$second$tab$rest$nl ;;
        file)
          fetching=yes
          decode "$first"
          [ ! -e "./$name" ] && [ ! -L "./$name" ] || set -- "$@" "./$name"
          ;;
        end) sorted=yes && break ;;
      esac
    done
    [ -n "$sorted" ] || exit

    each claim "$terms$kills"
    IFS=$nl
    [ -z "$terms" ] || terminate $terms
    [ -z "$kills" ] || kill_all $kills
    IFS=$tab
    each drain "$drains$terms$kills"
    each cancel "$cancels"
    each copy "$copies"
    [ "$files" = no ] || unpack
    each join "$appends"
    each share "$shares"
    each submit "$batches"
    each change "$changes"
    [ -z "$devices" ] || say_devices
    [ -z "$starts" ] || start_all
    [ -z "$logs" ] || say_logs
    [ -n "$fetching" ] || finish 0
    each list "$lists"
    each send "$pieces"
    printf '\n%s archive\n' "$nonce"
    # An archive of nothing is two empty blocks.
    if [ $# -gt 0 ]; then tar -cf - -- "$@"; else dd if=/dev/zero bs=512 count=2; fi 2>/dev/null
    finish "$?"

    """#
}
