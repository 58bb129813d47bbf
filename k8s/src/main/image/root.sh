#!/bin/sh
# Makes, in the folder of the first argument, what the root of an image holds beside vmloom itself: "root" with a Java of
# the modules that are needed, the few files of the C library that it wants, and the bill of materials; "plain", for a base
# that has a Java, with the bill of materials alone. JAVA_HOME or the launcher's search says which JDK.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
target=$1
# shellcheck source=../../../../cli/src/main/dist/lib/launcher.sh
. "$here/../../../../cli/src/main/dist/lib/launcher.sh"
jdk=$(find_jdk)

root=$target/root
rm -rf "$root" "$target/plain"
# Jib wants the folder of this module's classes, although there are none.
mkdir -p "$target/../classes"
mkdir -p "$root/opt" "$root/tmp" "$root/etc" "$root/app" "$target/plain/app"

# What the class path uses, security of Kafka's clients, and jcmd with the flight recorder for whoever looks into a process.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml
modules=$modules,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/opt/java"

# Where the loader looks for them, whatever links the host has there.
find "$root/opt/java" -type f \( -name '*.so' -o -name java \) -exec ldd {} + 2>/dev/null |
    sed -n 's/.*[[:space:]]\(\/lib[^ ]*\) (0x.*/\1/p' | sort -u |
    while read -r library; do
        case $library in "$root"*) continue ;; esac
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
# Names of hosts are looked up by a library that only the C library itself asks for, where it is not part of it.
for library in libresolv.so.2 libnss_dns.so.2 libnss_files.so.2; do
    found=$(ldconfig -p 2>/dev/null | sed -n "s|.*$library .*=> ||p" | head -n 1)
    if [ -n "$found" ]; then
        mkdir -p "$root$(dirname "$found")"
        cp -L "$found" "$root$found"
    fi
done

printf 'root:x:0:0:root:/:/sbin/nologin\nvmloom:x:10001:10001:vmloom:/tmp:/sbin/nologin\n' >"$root/etc/passwd"
printf 'root:x:0:\nvmloom:x:10001:\n' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"

# For scanners: whose C library it is, and under which terms.
[ ! -f /etc/os-release ] || cp -L /etc/os-release "$root/etc/os-release"
if command -v dpkg-query >/dev/null; then
    mkdir -p "$root/var/lib/dpkg/status.d" "$root/usr/share/doc/libc6"
    dpkg-query -s libc6 >"$root/var/lib/dpkg/status.d/libc6"
    cp -L /usr/share/doc/libc6/copyright "$root/usr/share/doc/libc6/copyright"
fi

for place in "$root/app" "$target/plain/app"; do
    cp "$here/../../../../LICENSE" "$place/LICENSE"
    cp "$target/vmloom.cdx.json" "$place/vmloom.cdx.json"
done
