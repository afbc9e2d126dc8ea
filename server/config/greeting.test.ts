import { describe, expect, it } from 'vitest'
import { readConfig } from '../config'
import { greetingOf } from './greeting'

const configOf = (...args: string[]) => readConfig(args, { LOTSE_ADMIN_PASSWORD: 'correct horse battery' }, false)

describe('the greeting', () => {
  it('names a place that a browser can open, also where everything is listened to', () => {
    const config = configOf()
    for (const [host, name] of [
      ['0.0.0.0', 'localhost'],
      ['::', 'localhost'],
      ['10.0.0.5', '10.0.0.5'],
      ['fd00::5', '[fd00::5]'],
    ] as const) {
      const text = greetingOf({ ...config, listen: { ...config.listen, host } }, 4711, null)
      expect(text).toMatch(/^Lotse \S+ is at \S+\n$/)
      expect(text).toContain(` http://${name}:4711\n`)
    }
  })

  it('names the address that people are told, where there is one', () => {
    const config = { ...configOf(), publicUrl: 'https://kiel.lan/lotse' }
    expect(greetingOf(config, 4711, null)).toContain('is at https://kiel.lan/lotse\n')
  })

  it('says how docker comes to all hosts', () => {
    const config = { ...configOf(), dockerListen: { host: '::', port: 2376, tls: null } }
    expect(greetingOf(config, 1, { address: '::', port: 2376 })).toContain('docker -H tcp://localhost:2376\n')
    const secure = {
      ...configOf(),
      dockerListen: { host: '10.0.0.5', port: 2376, tls: { kind: 'own' as const, names: [] } },
    }
    expect(greetingOf(secure, 1, { address: '10.0.0.5', port: 2376 })).toContain(
      'docker --tlsverify -H tcp://10.0.0.5:2376\n',
    )
  })
})
