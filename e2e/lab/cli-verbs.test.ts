import { describe, expect, it } from 'vitest'
import { parseHosts, runLabCommand } from './cli-verbs'

describe('parseHosts', () => {
  it('reads a count', () => {
    expect(parseHosts('5')).toBe(5)
  })

  it('reads names with labels', () => {
    expect(parseHosts('a:storage=ssd,zone=1;b;c:image=x:1')).toEqual([
      { name: 'a', labels: { storage: 'ssd', zone: '1' } },
      { name: 'b', labels: {} },
      { name: 'c', labels: { image: 'x:1' } },
    ])
  })
})

describe('runLabCommand', () => {
  it('answers an unknown flag with the usage', async () => {
    await expect(runLabCommand(['up', '--nosuch'])).rejects.toThrow(/--nosuch[\s\S]*prepare/)
  })
})
