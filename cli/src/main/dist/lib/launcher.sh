# What bin/vmloom of an installation and ./vmloom of a source tree share; both have said set -eu.
# shellcheck shell=sh disable=SC2034 # who reads this file uses what it sets

needed=25
jvm_options='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -XX:+UseCompactObjectHeaders -XX:+UseG1GC'

# Whoever converts or digests holds a range of up to 64 MiB for each core, what is read ahead of it and what is being stored; that is
# enough however large the image is, where the JVM would take a quarter of the machine. A local target has a few ranges
# more, which wait for their turns.
command_options() {
    cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
    case ${1:-} in
        worker) echo "-Xmx$((192 + 128 * cores))m $(huge_pages)" ;;
        # Most of their time is spent in few loops, and compiling all else takes longer than it saves.
        convert | digest | compare) echo "-Xmx$((384 + 192 * cores))m -XX:CompileThresholdScaling=5 $(huge_pages)" ;;
        *)
            # Over before the better of the two compilers has done anything for them but take half a second of a core.
            if is_quick "$@"; then
                echo "-XX:TieredStopAtLevel=1"
            fi
            ;;
    esac
}

# Whether a command is over at once, or waits for others.
is_quick() {
    case ${1:-} in
        inspect | formats | config | manifest | submit | batches | status | watch | cancel | pause | resume | priority | confirm | \
            retry | purge | report | man | generate-completion | --version | --help) return 0 ;;
        *) return 1 ;;
    esac
}

# Paging in their memory 4 KiB at a time takes a quarter of a conversion's time; where the system does not offer more, asking for it
# would be answered by a warning.
huge_pages() {
    enabled=/sys/kernel/mm/transparent_hugepage/enabled
    [ -r $enabled ] && read -r pages <$enabled || return 0
    case $pages in *\[madvise\]* | *\[always\]*) echo "-XX:+UseTransparentHugePages" ;; esac
}

fail() {
    echo "vmloom: $1" >&2
    exit 4
}

# Prints the major version of a JDK, from the file that every JDK has; nothing for anything else. The shell reads it itself,
# since a program would have to be started for each JDK.
major() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS='="' read -r key empty version; do
        if [ "$key" = JAVA_VERSION ]; then
            echo "${version%%[!0-9]*}"
            return
        fi
    done <"$1/release"
}

on_path() {
    found=$(command -v javac 2>/dev/null) || return 0
    found=$(readlink -f "$found" 2>/dev/null || echo "$found")
    echo "${found%/bin/javac}"
}

find_jdk() {
    for candidate in "${VMLOOM_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(on_path)" \
        /usr/lib/jvm/* /opt/jdk* /opt/java* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] && [ -d "$candidate" ] || continue
        version=$(major "$candidate" || true)
        if [ -n "$version" ] && [ "$version" -ge "$needed" ]; then
            echo "$candidate"
            return
        fi
    done
    fail "no JDK $needed or later was found; install one (Debian: https://adoptium.net, macOS: brew install temurin)
and set VMLOOM_JAVA_HOME to it if it is in an unusual place"
}

# Takes a lock, which is a folder, or answers that another process has it; one of a process that is gone is taken over.
take_lock() {
    if ! mkdir "$1" 2>/dev/null; then
        owner=$(cat "$1/pid" 2>/dev/null) || return 1
        [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null || return 1
        rm -rf "$1"
        mkdir "$1" 2>/dev/null || return 1
    fi
    held=$1
    echo $$ >"$held/pid"
    trap 'rm -rf "$held"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

release_lock() {
    rm -rf "$held"
    trap - EXIT INT TERM
}
