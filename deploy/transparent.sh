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
up      puts it up, in place of what is up already with the same --mark, --table and --preference;
        if it can't, nothing is changed
down    takes it down, with whatever numbers it was put up
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

split() {
	echo "$1" | tr ',' '\n'
}

# A whole number, decimal or 0x..., of 32 bits at most: printed as decimal.
number() {
	case $2 in
	0x*[!0-9a-fA-F]* | 0x | 0x?????????*) fail "$1 is a number, not $2" ;;
	0x*) ;;
	*[!0-9]* | 0?* | '' | ???????????*) fail "$1 is a number, not $2" ;;
	esac
	[ "$(($2))" -le 4294967295 ] || fail "$1 is at most 0xffffffff, not $2"
	echo "$(($2))"
}

case $ports in *[!0-9:,]* | '' | ,* | *, | *,,*) fail "--ports is PORT:LISTENER[,...], not $ports" ;; esac
for pair in $(split "$ports"); do
	case $pair in
	*:*:* | 0* | *:0*) fail "--ports is PORT:LISTENER[,...], not $ports" ;;
	?*:?*) ;;
	*) fail "--ports is PORT:LISTENER[,...], not $ports" ;;
	esac
done
case $from in *[!A-Za-z0-9_.*,@-]*) fail "--from is INTERFACE[,...], not $from" ;; esac
# The kernel takes mark 0 for every packet.
mark=$(number --mark "$mark")
[ "$mark" != 0 ] || fail "--mark is not 0, which every packet has"
mark=$(printf '0x%x' "$mark")
# The kernel's own tables: the route would take the place of the machine's.
table=$(number --table "$table")
case $table in 0 | 253 | 254 | 255) fail "--table $table is one of the system's own" ;; esac
# Behind the rule for the main table, no packet would come to it.
preference=$(number --preference "$preference")
if [ "$preference" -lt 1 ] || [ "$preference" -gt 32765 ]; then
	fail "--preference is 1 to 32765, not $preference"
fi

# A machine may have no IPv6, or may have switched it off.
families=-4
if [ "$(cat /proc/sys/net/ipv6/conf/lo/disable_ipv6 2>/dev/null)" = 0 ]; then families='-4 -6'; fi

ruleset() {
	echo "define own_mark = $mark"
	# In one transaction: no moment without rules.
	echo 'table inet postern'
	echo 'delete table inet postern'
	# For a `down` or `up` that is told other numbers.
	echo "table inet postern { comment \"$(numbers)\"; }"
	cat "$(dirname "$0")/transparent.nft"
	if [ -n "$from" ]; then
		names=$(split "$from" | sed 's/.*/"&"/' | paste -sd, -)
		echo "add rule inet postern hand_over iifname != { $names } return"
	fi
	split "$ports" | while IFS=: read -r port listener; do
		for family in $families; do
			ip=ip
			[ "$family" = -4 ] || ip=ip6
			echo "add rule inet postern hand_over meta nfproto ipv${family#-} tcp dport $port" \
				"tproxy $ip to :$listener meta mark set \$own_mark notrack accept"
		done
		# Nobody listens: better no connection than one that nobody looks at.
		echo "add rule inet postern hand_over tcp dport $port reject with tcp reset"
	done
}

everything() {
	if [ "$1" = -4 ]; then echo 0.0.0.0/0; else echo ::/0; fi
}

has_rule() {
	[ -n "$(ip "$1" rule show preference "$preference" fwmark "$mark" lookup "$table" 2>/dev/null)" ]
}

has_route() {
	[ -n "$(ip "$1" route show table "$table" type local dev lo 2>/dev/null)" ]
}

routes_up() {
	for family in $families; do
		ip "$family" route replace local "$(everything "$family")" dev lo table "$table" || return 1
		has_rule "$family" ||
			ip "$family" rule add fwmark "$mark" lookup "$table" preference "$preference" || return 1
	done
}

routes_down() {
	# All of them: IPv6 may have been switched off since.
	for family in -4 -6; do
		while has_rule "$family"; do
			ip "$family" rule del fwmark "$mark" lookup "$table" preference "$preference"
		done
		if has_route "$family"; then
			ip "$family" route del local "$(everything "$family")" dev lo table "$table"
		fi
	done
}

numbers() {
	echo "mark $mark table $table preference $preference"
}

# The numbers of what is up.
recorded() {
	nft list table inet postern 2>/dev/null | sed -n 's/^\tcomment "\(mark .*\)"$/\1/p'
}

up() {
	before=$(recorded)
	case $before in
	'' | "$(numbers)") ;;
	*) fail "it is up with $before: take that down first" ;;
	esac
	ruleset | nft -c -f - || exit 1
	if ! { routes_up && ruleset | nft -f -; }; then
		[ -n "$before" ] || routes_down
		exit 1
	fi
}

down() {
	before=$(recorded)
	if [ -n "$before" ]; then
		# shellcheck disable=SC2086 # words
		set -- $before
		mark=$2 table=$4 preference=$6
	fi
	# First what hands connections over: packets without a route would be lost.
	printf 'table inet postern\ndelete table inet postern\n' | nft -f -
	routes_down
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
