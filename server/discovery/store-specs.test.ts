import { describe, expect, it } from 'vitest'
import { parseDiscovery } from './spec'

const one = (text: string, options: [string, string][] = []) => parseDiscovery(text, new Map(options))[0]

describe('stores in the comma list', () => {
  it('have several hosts, then a prefix, and ports of their own', () => {
    expect(parseDiscovery('etcd://a,b:4001/team/one/,10.0.0.1:2375')).toEqual([
      {
        kind: 'store',
        address: { store: 'etcd', hosts: ['a:2379', 'b:4001'], tls: null },
        paths: ['team/one/docker/swarm/nodes', 'team/one/docker/nodes'],
        leaderKey: 'team/one/docker/swarm/leader',
      },
      { kind: 'nodes', addresses: ['tcp://10.0.0.1:2375'] },
    ])
    expect(one('zk://a,b')).toMatchObject({
      address: { hosts: ['a:2181', 'b:2181'] },
      leaderKey: 'docker/swarm/leader',
    })
    expect(parseDiscovery('consul://a/x,zk://b/y')).toMatchObject([
      { address: { store: 'consul', hosts: ['a:8500'] } },
      { address: { store: 'zk', hosts: ['b:2181'] } },
    ])
  })
  it('follow the options of classic Swarm', () => {
    expect(
      one('consul://a/p', [
        ['kv.path', '/docker/nodes/'],
        ['kv.cacertfile', '/ca.pem'],
      ]),
    ).toMatchObject({ paths: ['p/docker/nodes'], address: { tls: { ca: '/ca.pem' } } })
  })
  it('may be a discovery service', () => {
    const address = (text: string, url?: string) => {
      const spec = one(text, url === undefined ? [] : [['token.url', url]])
      return spec?.kind === 'store' ? [spec.address.hosts[0], spec.address.tls !== null, spec.paths[0]] : null
    }
    expect(address('token://disc.example.com/abc')).toEqual(['disc.example.com:443', true, 'abc'])
    expect(address('token+http://10.0.0.1:3376/abc')).toEqual(['10.0.0.1:3376', false, 'abc'])
    expect(address('token://127.0.0.1:3376/base/abc')).toEqual(['127.0.0.1:3376/base', false, 'abc'])
    expect(address('token://abc', 'http://10.0.0.1:3376')).toEqual(['10.0.0.1:3376', false, 'abc'])
  })
  it.each(['etcd://', 'zk://a b/x', 'token://disc.example.com/', 'consul://a:b/x'])('refuse %s', (text) => {
    expect(() => parseDiscovery(text)).toThrow(expect.objectContaining({ details: { fix: expect.any(String) } }))
  })
})
