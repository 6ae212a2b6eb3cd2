// Files that jobs have left: what there is of them, and as much of it as is asked for.
extension Agent {
  static let files = #"""
    # Says what there is below names in a directory. A name may hold anything but our number, with
    # which each line ends; that of the directory itself shows that the host can say all this. When the
    # attempt began is said by the same clock.
    list() {
      directory=$1 entered=no
      began=$(stat -c %Y "./$2/start.0" 2>/dev/null)
      shift 2
      said="i$tab%f$tab%s$tab%Y$tab%Z$tab%y$tab%n$tab$nonce"
      if cd "./$directory"; then
        entered=yes
        stat -c "$said" .
        set +f
        printf './%s\0' $@ | xargs -0 sh -c 'find "$@" -exec stat -c "$0" {} +' "$said"
        set -f
        cd "$root" || exit
      fi 2>/dev/null
      printf 'e\t%s\t%s\t%s\t%s\n' "$directory" "$entered" "${began:--}" "$nonce"
    }

    # What was sent of a file from behind its beginning joins it; what is there already is sent never.
    append() {
      [ -f "./$1.cms-rest" ] || return 0
      cat "./$1.cms-rest" >>"./$1" && touch -r "./$1.cms-rest" "./$1"
      joined=$?
      rm -f "./$1.cms-rest"
      return "$joined"
    } 2>/dev/null

    join() { append "$1" || fail "cannot write $root/$1"; }

    # Says what is there of a file: the checksum and the size.
    say_sum() {
      append "$1"
      IFS=' '
      set -- "$1" $(cksum "./$1" 2>/dev/null)
      IFS=$tab
      say k "$1" "${2:--}" "${3:-0}"
    }

    # Makes a file of one that was sent to another place; a copy that is cut is none.
    duplicate() {
      case $2 in */*) mkdir -p "./${2%/*}" || return ;; esac
      cp -p "./$1" "./$2.cms-new" && mv -f "./$2.cms-new" "./$2"
    } >/dev/null 2>&1

    # Does so where that one is still what was sent, by its size and its time; else says what is there.
    copy() {
      append "$2"
      case $(stat -c '%s %Y %y' "./$1" 2>/dev/null) in
        "$3 $4 "*.000000000*)
          if [ ! -e "./$2" ] && duplicate "$1" "$2"; then
            say k "$2" copied "$3"
            return
          fi
          ;;
      esac
      say_sum "$2"
    }

    # Does so with one that has just come.
    share() { duplicate "$1" "$2" || fail "cannot copy to $root/$2"; }

    # Puts what a name in a request stands for into a variable.
    decode() {
      name=$1
      case $name in
        *\\*)
          name=$(printf '%b.' "$name")
          name=${name%.}
          ;;
      esac
    }

    # Sends a file from behind what the other side has of it: where it is still the file that was
    # listed, or begins with the same bytes; else from its beginning.
    send() {
      decode "$6"
      now=$(stat -c '%s %y' "./$name") && [ -f "./$name" ] || {
        printf '\n%s gone %s\n' "$nonce" "$1"
        return
      }
      from=$2
      [ "$from" = 0 ] || [ "$now" = "$4" ] ||
        [ "$(head -c "$from" "./$name" | cksum)" = "$3 $from" ] || from=0
      size=${now%% *}
      count=$((size - from))
      [ "$count" -le "$5" ] || count=$5
      printf '\n%s piece %s %s %s %s\n' "$nonce" "$1" "$from" "$count" "$size"
      [ "$count" -le 0 ] || tail -c "+$((from + 1))" "./$name" | head -c "$count"
    } 2>/dev/null

    """#
}
