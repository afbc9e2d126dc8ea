import { describe, expect, it } from 'vitest'
import { containerWords, hostWords, stackWords } from './state-words'

const now = Date.parse('2026-11-24T14:32:07Z')
const facts = { state: 'running', health: 'none', exitCode: null, oomKilled: false, known: true } as const
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('state words', () => {
  it('never calls a container of a silent host running', () => {
    const words = containerWords({ ...facts, known: false }, now, '2026-11-24T14:31:27Z')
    expect({ ...words, words: plain(words.words) }).toEqual({ kind: 'stale', words: 'last seen running 40 s ago' })
  })

  it('tells a stop from a crash and a death for memory from both', () => {
    expect(containerWords({ ...facts, state: 'exited', exitCode: 143 }, now).kind).toBe('idle')
    expect(containerWords({ ...facts, state: 'exited', exitCode: null }, now)).toEqual({
      kind: 'idle',
      words: 'exited',
    })
    expect(containerWords({ ...facts, state: 'exited', exitCode: 1 }, now)).toEqual({ kind: 'fail', words: 'exited 1' })
    expect(containerWords({ ...facts, state: 'exited', exitCode: 137, oomKilled: true }, now).words).toBe(
      'exited 137, out of memory',
    )
  })

  it('puts the connection before the availability of a host', () => {
    const host = {
      state: 'unreachable',
      availability: 'drain',
      stateSince: '2026-11-24T14:26:41Z',
      lastSeenAt: null,
    } as const
    expect(plain(hostWords(host, now).words)).toBe('unreachable 5 m 26 s')
    expect(hostWords({ ...host, state: 'healthy' }, now).kind).toBe('drain')
  })

  it('says the same in German', () => {
    const seen = containerWords({ ...facts, known: false }, now, '2026-11-24T14:31:27Z', 'de')
    expect(plain(seen.words)).toBe('vor 40 s gesehen: läuft')
    expect(stackWords({ state: 'degraded' }, 'de')).toEqual({ kind: 'warn', words: 'beeinträchtigt' })
  })
})
