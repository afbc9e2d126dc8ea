import { describe, expect, it } from 'vitest'
import { isRegistry, registryDoors } from './registry-doors'

const origins = (registry: string, said: unknown = {}, isNear = false) =>
  registryDoors(registry, said, isNear).map(({ origin, isVerified }) => [origin, isVerified])
const hub = ['https://registry-1.docker.io', true]

describe('the doors of a registry', () => {
  it('are its own with a certificate, where the engine says nothing else', () => {
    expect(origins('ghcr.io')).toEqual([['https://ghcr.io', true]])
    expect(origins('docker.io')).toEqual([hub])
    for (const odd of [null, 'no', { IndexConfigs: 5 }, { InsecureRegistryCIDRs: null, IndexConfigs: null }])
      expect(origins('kiel.example:5000', odd)).toEqual([['https://kiel.example:5000', true]])
  })

  it('are those of the mirrors first for Docker Hub, which get no login', () => {
    const said = {
      IndexConfigs: { 'docker.io': { Mirrors: ['http://10.0.0.1:5000/', 'ftp://x', 'no address'], Secure: true } },
    }
    expect(origins('docker.io', said)).toEqual([['http://10.0.0.1:5000', true], hub])
    expect(registryDoors('docker.io', said, false).map(({ takesLogin }) => takesLogin)).toEqual([false, true])
    expect(origins('ghcr.io', said)).toEqual([['https://ghcr.io', true]])
  })

  it('may do without a certificate, or without TLS, where the engine was told so', () => {
    const both = (registry: string) => [
      [`https://${registry}`, false],
      [`http://${registry}`, false],
    ]
    const said = {
      InsecureRegistryCIDRs: ['10.7.0.0/16'],
      IndexConfigs: { 'kiel.example:5000': { Secure: false }, 'bonn.example': { Secure: true } },
    }
    expect(origins('10.7.1.1:5000', said)).toEqual(both('10.7.1.1:5000'))
    expect(origins('kiel.example:5000', said)).toEqual(both('kiel.example:5000'))
    expect(origins('bonn.example', said)).toEqual([['https://bonn.example', true]])
    expect(origins('10.8.1.1:5000', said)).toEqual([['https://10.8.1.1:5000', true]])
    const mirrored = { ...said, IndexConfigs: { 'docker.io': { Mirrors: ['https://10.7.1.1/'] } } }
    expect(origins('docker.io', mirrored)).toEqual([['https://10.7.1.1', false], hub])
  })

  it('are trusted under the name with which the engine was told so, with the port that a URL would drop', () => {
    const name = 'kiel.example:443'
    const Mirrors = [`https://${name}/`]
    const said = { IndexConfigs: { [name]: { Secure: false }, 'docker.io': { Mirrors } } }
    expect(origins(name, said)).toEqual([
      [`https://${name}`, false],
      [`http://${name}`, false],
    ])
    expect(origins('docker.io', said)).toEqual([['https://kiel.example', false], hub])
    expect(origins('kiel.example', said)).toEqual([['https://kiel.example', true]])
  })

  it('on the machine of an engine are asked only when that is this one', () => {
    for (const registry of ['localhost:5000', '127.0.0.1:5000', '[::1]:5000']) {
      expect(origins(registry)).toEqual([])
      expect(origins(registry, {}, true)).toEqual([
        [`https://${registry}`, false],
        [`http://${registry}`, false],
      ])
    }
    const said = { IndexConfigs: { 'docker.io': { Mirrors: ['http://127.0.0.1:5000'] } } }
    expect(origins('docker.io', said)).toEqual([hub])
  })

  it('are not there for a far engine, however its own machine is spelled', () => {
    const own = ['0.0.0.0', '127.1', '0x7f000001', '2130706433', '[::]', '[::ffff:127.0.0.1]', '[::ffff:0:0]']
    for (const host of [...own, 'localhost.', 'a.localhost', 'LOCALHOST', 'ip6-localhost', '[::127.0.0.1]']) {
      expect(origins(`${host}:5000`), host).toEqual([])
      const said = { IndexConfigs: { 'docker.io': { Mirrors: [`http://${host}:5000`] } } }
      expect(origins('docker.io', said), host).toEqual([hub])
      expect(origins(`${host}:5000`, {}, true)[0]?.[0], host).toBe(`https://${host}:5000`)
    }
    for (const host of ['10.0.0.1:5000', '[::ffff:10.0.0.1]:5000', 'localhost.example', '128.0.0.1'])
      expect(origins(host), host).toHaveLength(1)
  })

  it('are those of a host and perhaps a port, nothing behind it', () => {
    for (const good of ['ghcr.io', 'kiel.example:5000', 'localhost', '10.0.0.1:443', '[fd00::1]:5000', 'Kiel.Example'])
      expect(isRegistry(good), good).toBe(true)
    const odd = [
      'x:8443?cmd=1',
      'x.y#z',
      'x.y\\z',
      'eva:word@x.y',
      'x.y:',
      'x.y:99999',
      'localhost.:5000',
      '-x.y',
      'x..y',
      '',
    ]
    for (const one of [...odd, 'x.y:5000 ', '[::1', '1.2.3.4.5', 'x.y:5000\n']) expect(isRegistry(one), one).toBe(false)
  })
})
