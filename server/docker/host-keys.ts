// SSH host keys: how they are written for people, and what the server's own known_hosts file says about one.
import { createHash, createHmac } from 'node:crypto'

/** As `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

export const sameFingerprint = (one: string, other: string): boolean => {
  const bare = (text: string) =>
    text
      .trim()
      .replace(/^SHA256:/i, '')
      .replace(/=+$/, '')
  return bare(one) !== '' && bare(one) === bare(other)
}

function hostMatches(patterns: string, host: string, port: number): boolean {
  const names = port === 22 ? [host, `[${host}]:22`] : [`[${host}]:${port}`]
  if (patterns.startsWith('|1|')) {
    const [, , salt = '', hash = ''] = patterns.split('|')
    return names.some((name) => createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash)
  }
  return patterns.split(',').some((pattern) => names.includes(pattern.toLowerCase()))
}

/** True: the file lists this key for this host. */
export function knownHostsHas(text: string, host: string, port: number, key: Buffer): boolean {
  const wanted = key.toString('base64')
  return text.split('\n').some((line) => {
    const fields = line.trim().split(/\s+/)
    if (fields[0]?.startsWith('#') || fields[0]?.startsWith('@')) return false
    return fields[2] === wanted && hostMatches(fields[0] ?? '', host, port)
  })
}
