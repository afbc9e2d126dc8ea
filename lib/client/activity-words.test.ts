import { describe, expect, it } from 'vitest'
import { activityWords } from './activity-words'

const entry = {
  action: 'host.add',
  target: 'kiel-1',
  message: 'at tcp://10.0.0.1:2375',
  result: 'ok',
} as const

describe('activity as sentences', () => {
  it('says what was done to what, and what else is known', () => {
    expect(activityWords(entry)).toEqual({ text: 'Added host kiel-1', note: 'at tcp://10.0.0.1:2375' })
  })

  it('says how it ended and does not repeat itself', () => {
    expect(activityWords({ ...entry, result: 'failed', message: 'kiel-1' })).toEqual({
      text: 'Failed to add host kiel-1',
      note: '',
    })
    expect(activityWords({ ...entry, action: 'auth.login', target: 'admin' }).text).toBe('Signed in')
  })

  it('puts two things into their order', () => {
    expect(
      activityWords({ ...entry, action: 'network.connect', target: 'front shop-web-1', result: 'running' }).text,
    ).toBe('Began to connect shop-web-1 to network front')
  })

  it('reads an act it does not know', () => {
    expect(activityWords({ ...entry, action: 'host.defrost' }).text).toBe('host defrost kiel-1')
  })
})

describe('activity in German', () => {
  it('puts the object before the verb, and what failed after the result', () => {
    expect(activityWords(entry, 'de').text).toBe('Host kiel-1 hinzugefügt')
    expect(activityWords({ ...entry, result: 'failed' }, 'de').text).toBe('Fehlgeschlagen: Host kiel-1 hinzufügen')
  })
})
