// The little program that a probe runs, and how to read what it says. It uses what common images have (busybox, or glibc's
// getent and bash), each try has its own time limit, and it ends by itself. Pure.
import type { DoctorOutcome } from '@/lib/contract/doctor'
import { formatAddress } from './cidr'
import type { ProbeAnswer } from './doctor-facts'

export const connectSeconds = 3

/**
 * $1 name or empty, $2 port or empty, then addresses. Only sh and its builtins are sure to be there. Of busybox there are two
 * kinds of nc: the small one only knows how long to wait for a connection, so when time is up later, it was there.
 */
export const probeScript = `set -f
has() { command -v "$1" >/dev/null 2>&1; }
limit() { s=$1; shift; if has timeout; then timeout "$s" "$@" 2>&1; else "$@" 2>&1; fi; }
name=$1; port=$2; shift 2
if [ -n "$name" ]; then
if has nslookup; then echo "@resolve nslookup"; limit 6 nslookup "$name"; echo "@end"
elif has getent; then echo "@resolve getent"; limit 6 getent ahostsv4 "$name"; echo "@end"
else echo "@resolve none"; echo "@end"; fi
fi
odd() { case "$out" in *"invalid option"*|*"unrecognized option"*) return 0;; esac; return 1; }
try() {
if has nc; then out=$(limit 5 nc -v -z -w ${connectSeconds} "$1" "$port"); rc=$?
if odd; then out=$(limit 5 nc -w ${connectSeconds} "$1" "$port" -e true </dev/null); rc=$?; fi
if odd; then out=$(limit 5 nc -w ${connectSeconds} "$1" "$port" </dev/null); rc=$?
case $rc in 124|143) rc=0;; esac; fi
elif has bash; then out=$(limit ${connectSeconds} bash -c "exec 3<>/dev/tcp/$1/$port"); rc=$?
else out=; rc=-1; fi
echo "@connect $1 $rc" $out
}
if [ -n "$port" ]; then for a in "$@"; do try "$a" & done; wait; fi
echo "@done"`

/** The listening sockets of the namespace it runs in; $1 and $2 are not used. */
export const listenScript = `for f in /proc/net/tcp /proc/net/tcp6; do while read -r line; do echo "$line"; done <$f; done 2>/dev/null; echo "@done"`

const addressIn = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/

const readResolve = (tool: string, lines: string[]): string[] | null => {
  if (tool === 'none') return null
  if (tool === 'getent') return [...new Set(lines.flatMap((line) => addressIn.exec(line)?.[0] ?? []))]
  // What comes before the first name is the name server's own address.
  const begin = lines.findIndex((line) => /^Name:/.test(line))
  if (begin < 0) return []
  const told = lines.slice(begin).filter((line) => /^Address/.test(line))
  return [...new Set(told.flatMap((line) => addressIn.exec(line)?.[0] ?? []))]
}

const readOutcome = (exitCode: number, words: string): DoctorOutcome => {
  if (exitCode === 0) return 'open'
  if (/refused/i.test(words)) return 'refused'
  if (/no route|unreachable/i.test(words)) return 'unreachable'
  // `timeout` ends with 124 or, in busybox, as the signal it sent; nc says nothing at all when its time is up.
  if (/timed? ?out/i.test(words) || [124, 143].includes(exitCode) || (exitCode === 1 && words.trim() === ''))
    return 'timeout'
  return 'unknown'
}

/** Null: it did not get to its end, or it is no probe's output. */
export const readProbe = (output: string): ProbeAnswer | null => {
  const lines = output.split(/\r?\n/)
  if (!lines.includes('@done')) return null
  const begin = lines.findIndex((line) => line.startsWith('@resolve '))
  const tool = lines[begin]?.slice('@resolve '.length) ?? 'none'
  const resolved = begin < 0 ? null : readResolve(tool, lines.slice(begin + 1, lines.indexOf('@end', begin)))
  const connections: ProbeAnswer['connections'] = new Map()
  for (const line of lines) {
    const [, address, exitCode, words = ''] = /^@connect (\S+) (-?\d+) ?(.*)$/.exec(line) ?? []
    if (address && exitCode !== '-1') connections.set(address, { outcome: readOutcome(Number(exitCode), words), words })
  }
  return { resolved, connections }
}

const listening = '0A'

/** The kernel writes each 32-bit word of an address in the byte order of the machine: little-endian wherever engines run. */
const readHexAddress = (hex: string): string => {
  const bytes = hex.match(/.{8}/g)?.map((word) => (word.match(/../g) ?? []).reverse().join('')) ?? []
  const family = hex.length === 8 ? 4 : 6
  return formatAddress({ family, value: BigInt(`0x${bytes.join('') || '0'}`) })
}

/** `0.0.0.0:80`, `127.0.0.1:8080`, `[::]:80`; null when it did not get to its end. */
export const readListeners = (output: string): string[] | null => {
  const lines = output.split(/\r?\n/)
  if (!lines.includes('@done')) return null
  const sockets = lines.flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const [hex = '', port = ''] = local.split(':')
    if (state !== listening || !/^([0-9A-F]{8}|[0-9A-F]{32})$/i.test(hex)) return []
    const address = readHexAddress(hex)
    // Docker's own name server listens in each namespace.
    if (address === '127.0.0.11') return []
    return [`${address.includes(':') ? `[${address}]` : address}:${Number.parseInt(port, 16)}`]
  })
  return [...new Set(sockets)]
}
