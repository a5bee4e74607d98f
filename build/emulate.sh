#!/bin/sh
# Runs a command where programs for Linux on arm64 start like any other, whoever starts them: in a name space of its own,
# whose kernel hands them to the emulator. The kernel has to be Linux 6.7 or later.
#
#   unshare --user --map-root-user --mount build/emulate.sh EMULATOR COMMAND [ARGUMENT]...
set -eu
emulator=$1
shift

# The head of an ELF file of 64 bits for arm64, program or library, and which of its bits count.
magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'

mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
printf '%s' ":arm64:M::$magic:$mask:$emulator:" >/proc/sys/fs/binfmt_misc/register
# The tests are an ordinary user's.
exec unshare --user --map-user=1000 --map-group=1000 "$@"
