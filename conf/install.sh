#!/bin/sh
# Installs Vedette below /usr/local as a service of systemd, or takes it away again. As root:
#
#   conf/install.sh               # installs or upgrades; configuration and state stay as they are
#   conf/install.sh --uninstall   # leaves /etc/vedette, /var/lib/vedette and the user, and says so
#
# Nothing is started. With DESTDIR everything goes below that directory, for packages, and no user is made. VEDETTE_JAR is another program
# than the one that was built here.
set -eu
# What is installed is for everybody to read, whatever root keeps to itself otherwise.
umask 022

conf=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
jar=${VEDETTE_JAR:-$conf/../cli/target/vedette.jar}
root=${DESTDIR:-}
local=$root/usr/local
units=$local/lib/systemd/system
sysusers=$local/lib/sysusers.d/vedette.conf
bash=$local/share/bash-completion/completions/vedette
zsh=$local/share/zsh/site-functions/_vedette
man=$local/share/man/man1

reload() {
  [ -n "$root" ] || [ ! -d /run/systemd/system ] || systemctl daemon-reload
}

uninstall() {
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl disable --now vedette-collect vedette-isn-watch vedette-isn-stats.timer \
      vedette-isn-plot.timer 2>/dev/null || true
  fi
  rm -f "$local/bin/vedette" "$units"/vedette-*.service "$units"/vedette-*.timer "$sysusers" "$bash" "$zsh" "$man"/vedette.1 "$man"/vedette-*.1
  rm -rf "$local/lib/vedette"
  reload
  echo "left: $root/etc/vedette and $root/var/lib/vedette, and the user vedette (userdel vedette)"
}

case ${1:-} in
  "") ;;
  --uninstall)
    uninstall
    exit 0
    ;;
  *)
    echo "usage: $0 [--uninstall]" >&2
    exit 2
    ;;
esac

[ -f "$jar" ] || {
  echo "$0: nothing is built; run ./vedette --version first" >&2
  exit 1
}

# Before anything is there: what is installed says what it is by running.
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" --version >/dev/null 2>&1 || {
  echo "$0: needs Java 17 or later: apt install openjdk-17-jre-headless (or 21, 25), or set JAVA_HOME; nothing is installed" >&2
  exit 1
}

install -D -m 755 "$conf/bin/vedette" "$local/bin/vedette"
# By rename: a collector that runs keeps the jar that it has open.
install -D -m 644 "$jar" "$local/lib/vedette/vedette.jar.new"
mv "$local/lib/vedette/vedette.jar.new" "$local/lib/vedette/vedette.jar"
# They belong to this jar. Without them each start unpacks what it needs, which fails where /tmp forbids execution.
rm -rf "$local/lib/vedette/native"
"$local/bin/vedette" x-unpack "$local/lib/vedette/native"
install -d "$units"
install -m 644 "$conf"/systemd/*.service "$conf"/systemd/*.timer "$units"
install -D -m 644 "$conf/systemd/vedette.sysusers.conf" "$sysusers"
install -d "$(dirname "$bash")" "$(dirname "$zsh")"
"$local/bin/vedette" completion >"$bash"
{
  echo "#compdef vedette"
  cat "$bash"
} >"$zsh"
rm -f "$man"/vedette.1 "$man"/vedette-*.1
"$local/bin/vedette" manual "$man" 2>/dev/null

if [ -z "$root" ] && ! id vedette >/dev/null 2>&1; then
  systemd-sysusers "$sysusers" 2>/dev/null ||
    useradd --system --user-group --home-dir /var/lib/vedette --shell /usr/sbin/nologin vedette
fi
if [ ! -e "$root/etc/vedette/vedette.yaml" ]; then
  install -D -m 640 "$conf/vedette.yaml" "$root/etc/vedette/vedette.yaml"
fi
if [ -z "$root" ]; then
  chgrp vedette /etc/vedette /etc/vedette/vedette.yaml
  chmod 750 /etc/vedette
fi
reload
echo "installed; edit $root/etc/vedette/vedette.yaml, then: systemctl enable --now vedette-collect"
