#!/bin/sh
# CMake's cache knows by name the folder that it was made in, and in a copied or moved project refuses
# to go on. Such a build folder is emptied, so that the build begins anew.
#   forget_moved_build.sh BUILD_DIR; before every cmake -B BUILD_DIR
set -eu
cache=$1/CMakeCache.txt
[ -f "$cache" ] || exit 0
made_in=$(sed -n 's/^CMAKE_CACHEFILE_DIR:INTERNAL=//p' "$cache")
if ! [ "$made_in" -ef "$1" ]; then
  echo "this project was moved or copied from where $made_in was; its native code is built anew"
  rm -rf "$1"
fi
