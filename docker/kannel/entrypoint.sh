#!/bin/sh
# Write the configuration with its password, which comes from the environment, and become one of Kannel's two programs.
set -eu
umask 077
: "${HVA_KANNEL_PASSWORD:?is not set}"
sed "s|@PASSWORD@|$HVA_KANNEL_PASSWORD|g" /etc/kannel/hva.conf >/tmp/kannel.conf
exec "/usr/sbin/$1" -v 2 /tmp/kannel.conf
