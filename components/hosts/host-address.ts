// The ways to reach an engine, and the address each makes of what a person typed. Pure.
export type Way = 'tls' | 'ssh' | 'tcp' | 'unix'

export const ways: { id: Way; placeholder: string }[] = [
  { id: 'tls', placeholder: 'kiel-1.lan:2376' },
  { id: 'ssh', placeholder: 'admin@kiel-1.lan' },
  { id: 'tcp', placeholder: 'kiel-1.lan:2375' },
  { id: 'unix', placeholder: '/var/run/docker.sock' },
]

const schemes: Record<string, Way> = { tls: 'tls', https: 'tls', ssh: 'ssh', tcp: 'tcp', http: 'tcp', unix: 'unix' }
const ports: Partial<Record<Way, number>> = { tls: 2376, tcp: 2375 }

/** A pasted address says its own way. */
export function readAddress(text: string): { way: Way | null; rest: string } {
  const match = /^([a-z]+):\/\/(.*)$/i.exec(text.trim())
  const way = schemes[match?.[1]?.toLowerCase() ?? '']
  return way ? { way, rest: match?.[2] ?? '' } : { way: null, rest: text.trim() }
}

export function makeAddress(way: Way, text: string): string {
  const { rest } = readAddress(text)
  if (rest === '') return ''
  const port = ports[way]
  // A bare IPv6 address has colons of its own: only brackets tell its port apart.
  const hasPort = /^\[.*\]:\d+$|^[^:[\]]+:\d+$/.test(rest)
  return `${way}://${rest}${port !== undefined && !hasPort ? `:${port}` : ''}`
}

/** `zone=kiel storage=nvme`, also one a line. A word without `=` is a label without a value. */
export function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const word of text.split(/[\s,]+/)) {
    if (word === '') continue
    const at = word.indexOf('=')
    if (at < 0) labels[word] = ''
    else labels[word.slice(0, at)] = word.slice(at + 1)
  }
  return labels
}
