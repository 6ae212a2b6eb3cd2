// Files that jobs have left: what there is of them, and as much of it as is asked for.
extension Agent {
  static let files = #"""
    # Says what there is below names in a directory. A name may hold anything but our number, with
    # which each line ends; that of the directory itself shows that the host can say all this.
    list() {
      directory=$1 entered=no
      shift
      said="i$tab%f$tab%s$tab%Y$tab%y$tab%n$tab$nonce"
      if cd "./$directory"; then
        entered=yes
        stat -c "$said" .
        set +f
        printf './%s\0' $@ | xargs -0 sh -c 'find "$@" -exec stat -c "$0" {} +' "$said"
        set -f
        cd "$root" || exit
      fi 2>/dev/null
      printf 'e\t%s\t%s\t%s\n' "$directory" "$entered" "$nonce"
    }

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
