import { describe, expect, it } from 'vitest'
import { labelPin, labelPrefix } from './label-pin'

const host = (engine: Record<string, string>, console: Record<string, string> = {}) => ({
  labels: { engine, console, builtin: {} },
})

describe('a label as a constraint', () => {
  it('is asked of the engines when they give it, and of Lotse when the console does', () => {
    const hosts = [host({ zone: 'west' }), host({ zone: 'east' }, { rack: '7' })]
    expect(labelPrefix(hosts, 'zone', 'west')).toBe('engine')
    expect(labelPrefix(hosts, 'rack', '7')).toBe('node')
  })

  it('is asked of Lotse as soon as one host of the group has it from the console, or lost it there', () => {
    expect(labelPrefix([host({ zone: 'west' }), host({}, { zone: 'west' })], 'zone', 'west')).toBe('node')
    expect(labelPrefix([host({ zone: 'west' }), host({ zone: 'west' }, { zone: 'east' })], 'zone', 'west')).toBe('node')
    expect(labelPrefix([host({ zone: 'west' }, { zone: 'west' })], 'zone', 'West')).toBe('engine')
  })

  it('makes the pin of a group', () => {
    expect(labelPin([host({ zone: 'west' })], 'zone', 'west')).toEqual({
      kind: 'label',
      of: 'engine',
      key: 'zone',
      value: 'west',
    })
  })
})
