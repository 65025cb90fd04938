#!/bin/sh
# Puts up, or takes down, what Postern's transparent mode needs of Linux: nftables rules (a table of
# their own, inet postern) that hand connections to its listeners, and a route that delivers them.
# Needs root, nft and ip. Nothing else is changed, and nothing outlives a restart of the machine.
set -eu

usage() {
	cat <<'TEXT'
transparent.sh up|down|status [OPTION]...
  --ports PORT:LISTENER[,...]   the servers' port, and that of the listener it is handed to (21:2121)
  --from INTERFACE[,...]        only connections that come in there (everywhere)
  --mark NUMBER                 the mark of packets that end here (0x706)
  --table NUMBER                the routing table of their route (706)
  --preference NUMBER           the place of its rule among the routing rules (706)
up      puts it up, in place of what is up already
down    takes it down; with the same --mark, --table and --preference
status  shows it; ends with 0 if it is up, 3 if it is down, 1 if it is up in part
TEXT
}

fail() {
	echo "transparent.sh: $*" >&2
	exit 2
}

command=${1:-}
case $command in
up | down | status) shift ;;
-h | --help) usage && exit 0 ;;
*) usage >&2 && exit 2 ;;
esac

ports=21:2121
from=
mark=0x706
table=706
preference=706
while [ $# -gt 0 ]; do
	[ $# -ge 2 ] || fail "$1 needs a value"
	case $1 in
	--ports) ports=$2 ;;
	--from) from=$2 ;;
	--mark) mark=$2 ;;
	--table) table=$2 ;;
	--preference) preference=$2 ;;
	*) fail "no option $1; see --help" ;;
	esac
	shift 2
done

case $ports in *[!0-9:,]* | '') fail "--ports is PORT:LISTENER[,...], not $ports" ;; esac
case $from in *[!A-Za-z0-9_.*,@-]*) fail "--from is INTERFACE[,...], not $from" ;; esac
case $mark in 0x*[!0-9a-fA-F]* | [!0]*[!0-9]* | '') fail "--mark is a number, not $mark" ;; esac
case $table$preference in *[!0-9]*) fail "--table and --preference are numbers" ;; esac

split() {
	echo "$1" | tr ',' '\n'
}

# A machine may have no IPv6.
families=-4
if [ -e /proc/net/if_inet6 ]; then families='-4 -6'; fi
rule="fwmark $mark lookup $table preference $preference"

ruleset() {
	echo "define own_mark = $mark"
	# In one transaction: no moment without rules.
	echo 'table inet postern'
	echo 'delete table inet postern'
	cat "$(dirname "$0")/transparent.nft"
	if [ -n "$from" ]; then
		names=$(split "$from" | sed 's/.*/"&"/' | paste -sd, -)
		echo "add rule inet postern hand_over iifname != { $names } return"
	fi
	split "$ports" | while IFS=: read -r port listener; do
		for family in 4:ip 6:ip6; do
			echo "add rule inet postern hand_over meta nfproto ipv${family%:*} tcp dport $port" \
				"tproxy ${family#*:} to :$listener meta mark set \$own_mark notrack accept"
			# Nobody listens: better no connection than one that nobody looks at.
			echo "add rule inet postern hand_over meta nfproto ipv${family%:*} tcp dport $port" \
				"reject with tcp reset"
		done
	done
}

has_rule() {
	[ -n "$(ip "$1" rule show preference "$preference" fwmark "$mark" lookup "$table" 2>/dev/null)" ]
}

has_route() {
	[ -n "$(ip "$1" route show table "$table" type local dev lo 2>/dev/null)" ]
}

up() {
	for family in $families; do
		everything=0.0.0.0/0
		[ "$family" = -4 ] || everything=::/0
		ip "$family" route replace local "$everything" dev lo table "$table"
		# shellcheck disable=SC2086 # words
		has_rule "$family" || ip "$family" rule add $rule
	done
	ruleset | nft -f -
}

down() {
	# First what hands connections over: packets without a route would be lost.
	printf 'table inet postern\ndelete table inet postern\n' | nft -f -
	for family in $families; do
		# shellcheck disable=SC2086 # words
		while has_rule "$family"; do ip "$family" rule del $rule; done
		everything=0.0.0.0/0
		[ "$family" = -4 ] || everything=::/0
		if has_route "$family"; then
			ip "$family" route del local "$everything" dev lo table "$table"
		fi
	done
}

status() {
	parts=0
	all=1
	if nft list table inet postern 2>/dev/null; then parts=$((parts + 1)); fi
	for family in $families; do
		all=$((all + 2))
		if has_rule "$family"; then
			parts=$((parts + 1))
			ip "$family" rule show preference "$preference"
		fi
		if has_route "$family"; then
			parts=$((parts + 1))
			ip "$family" route show table "$table"
		fi
	done
	case $parts in
	0) echo down && exit 3 ;;
	"$all") echo up ;;
	*) echo "up in part" && exit 1 ;;
	esac
}

$command
