import { describe, expect, it } from 'vitest'
import { createRendezvous } from './rendezvous'

describe('a rendezvous', () => {
  it('tells the host to those who came before it was known and to those who come later', async () => {
    const { find, settle, known } = createRendezvous()
    const early = [find('build'), find('build')]
    expect(known('build')).toBeUndefined()
    settle('build', 'n1')
    expect(await Promise.all([...early, find('build')])).toEqual(['n1', 'n1', 'n1'])
    settle('build', 'n2')
    expect(known('build')).toBe('n2')
  })

  it('tells both why there is none', async () => {
    const { find, refuse, known } = createRendezvous()
    const early = find('build')
    refuse('build', new Error('no host fits'))
    await expect(early).rejects.toThrow('no host fits')
    await expect(find('build')).rejects.toThrow('no host fits')
    expect(known('build')).toBeUndefined()
  })

  it('forgets the oldest of very many', async () => {
    const { settle, known } = createRendezvous()
    for (let at = 0; at <= 5_000; at += 1) settle(String(at), 'n1')
    expect([known('0'), known('1'), known('5000')]).toEqual([undefined, 'n1', 'n1'])
  })
})
