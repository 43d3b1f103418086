# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by app/run and tests/run: the packages of Debian 12 and 13 that Từng Nhà is built with, and how it is built.
# Safe to run again: only what is missing is installed, only what has changed is compiled.

# To build and run the programs.
tn_packages_build=(
  build-essential meson ninja-build pkg-config gettext libxml2-utils libglib2.0-bin libglib2.0-dev-bin
  libgtk-4-dev libadwaita-1-dev libsqlite3-dev libsoup-3.0-dev libsodium-dev libzstd-dev libcjson-dev libicu-dev
  libgnutls28-dev libpq-dev libsecret-1-dev libxlsxwriter-dev libgsf-1-dev libzip-dev libexpat1-dev libqrencode-dev libpango1.0-dev libcairo2-dev
  glib-networking ca-certificates dconf-gsettings-backend adwaita-icon-theme fonts-noto-core
  appstream desktop-file-utils
)
# To test them as well: a display without a screen and a pointer on it, the accessibility bus, a key ring, other programs that write spreadsheets
# and read PDF and QR codes, clang.
tn_packages_test=(
  python3 xvfb xauth libxtst-dev dbus at-spi2-core gir1.2-atspi-2.0 gnome-keyring python3-gi python3-openpyxl python3-xlwt recode poppler-utils zbar-tools
  postgresql clang llvm lld libclang-rt-dev
)

# tn_install PACKAGE...: installs those that are missing, as root or with sudo.
tn_install ()
{
  local have package missing=() root=()

  have=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p')
  for package in "$@"; do
    grep -qxF -- "$package" <<<"$have" || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "These packages are missing, and this is not Debian (no apt-get): ${missing[*]}" >&2
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing; install them as root, or install sudo: ${missing[*]}" >&2
      return 1
    fi
    root=(sudo)
  fi
  echo "Installing ${#missing[@]} packages: ${missing[*]}"
  tn_apt update && tn_apt install --no-install-recommends "${missing[@]}"
}

# The network of an office drops: three tries. Another apt may hold the lock: wait for it.
tn_apt ()
{
  local try

  for try in 1 2 3; do
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
      apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >/dev/null && return 0
    sleep $((try * 3))
  done
  echo "apt-get $1 failed; see the lines above. Nothing of yours was changed; try again when the network is back." >&2
  return 1
}

# tn_setup FOLDER [MESON OPTION...]: sets the build folder up if it is not there. The linker lld takes a third of the time of the usual one.
tn_setup ()
{
  local folder=$1

  [ -f "$folder/build.ninja" ] && return
  shift
  rm -rf "$folder"    # a setup that was cut short
  command -v ld.lld >/dev/null && local -x CC_LD=lld
  meson setup "$folder" "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; rm -f "$folder.log"; return 1; }
  rm -f "$folder.log"
}

# tn_build FOLDER [MESON OPTION...]: compiles, in a folder that it sets up if need be. Extra arguments for the compile step may stand in the array
# tn_targets.
tn_build ()
{
  tn_setup "$@" && ninja -C "$1" "${tn_targets[@]}"
}
