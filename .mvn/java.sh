# Finds Java for ./vedette and ./build, or installs it. To be sourced by a POSIX shell; sets java_home and java_version.

# Maven's wrapper does not run without it, and services have none.
[ -n "${HOME:-}" ] || export HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"

# Without a locale, as in services and cron jobs, Java opens no file whose name is not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  '' | C | POSIX) export LC_ALL=C.UTF-8 ;;
esac

java_least=17
# No release of Debian or Ubuntu has all of them; the first that it has is taken.
java_packages="openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless default-jdk-headless"

# java_look jdk|jre: the first Java of that kind and age among JAVA_HOME, PATH and /usr/lib/jvm.
# Reads the file "release" of each instead of starting it: a start would cost more than the whole command may.
java_look() {
  java_tool=java
  [ "$1" = jre ] || java_tool=javac
  java_on_path=$(command -v "$java_tool" || true)
  [ ! -L "$java_on_path" ] || java_on_path=$(readlink -f -- "$java_on_path")
  for java_home in "${JAVA_HOME:-}" "${java_on_path%/bin/"$java_tool"}" /usr/lib/jvm/*; do
    [ -n "$java_home" ] && [ -x "$java_home/bin/java" ] && [ -x "$java_home/bin/$java_tool" ] || continue
    java_version=
    if [ -r "$java_home/release" ]; then
      while IFS='=' read -r java_name java_value; do
        case $java_name in
          JAVA_VERSION) java_version=${java_value#\"} java_version=${java_version%\"} ;;
        esac
      done <"$java_home/release"
    fi
    [ -n "$java_version" ] || java_version=$("$java_home/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
    case ${java_version%%[!0-9]*} in
      '') continue ;;
      *) [ "${java_version%%[!0-9]*}" -ge "$java_least" ] && return 0 ;;
    esac
  done
  return 1
}

# java_choose: the package to install; as far as apt does not know any yet, the first. Sets java_package.
java_choose() {
  for java_package in $java_packages; do
    apt-get install -s -qq "$java_package" >/dev/null 2>&1 && return 0
  done
  java_package=${java_packages%% *}
}

# java_need jdk|jre NAME: as java_look, but installs a JDK if there is none and this is root on a Debian; else says what to do.
java_need() {
  java_look "$1" && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "$2: installing Java" >&2
    java_log=$(mktemp)
    # Slim images have no folders for manual pages; without them the alternatives of Java cannot be set up.
    mkdir -p /usr/share/man/man1
    if DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$java_log" 2>&1 &&
      java_choose &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$java_package" >>"$java_log" 2>&1 &&
      java_look "$1"; then
      rm -f "$java_log"
      return 0
    fi
    tail -n 20 "$java_log" >&2
    rm -f "$java_log"
    echo "$2: could not install ${java_package:-Java}" >&2
    return 1
  fi
  echo "$2: no Java $java_least or newer with javac in JAVA_HOME, PATH or /usr/lib/jvm. On Debian or Ubuntu install it with" >&2
  java_choose
  echo "  sudo apt-get install $java_package" >&2
  return 1
}
