import { describe, expect, it } from 'vitest'
import { spelledBody } from './spelled-body'

describe('the names in a body', () => {
  it('are read however they are written, and those that people chose stay', () => {
    const body = {
      image: 'x',
      LABELS: { image: 'a', HostPort: 'b' },
      Hostname: 'h',
      hostConfig: {
        memory: 1,
        portBindings: { '80/tcp': [{ hostport: '8080', HOSTIP: '' }], '81/tcp': null },
        mounts: [{ type: 'volume', source: 'data', Target: '/d' }, 'odd'],
        NanoCpu\u017f: 2,
        Other: true,
      },
      networkingconfig: { endpointsConfig: { image: {} } },
    }
    expect(spelledBody(body)).toEqual({
      Image: 'x',
      Labels: { image: 'a', HostPort: 'b' },
      Hostname: 'h',
      HostConfig: {
        Memory: 1,
        PortBindings: { '80/tcp': [{ HostPort: '8080', HostIp: '' }], '81/tcp': null },
        Mounts: [{ Type: 'volume', Source: 'data', Target: '/d' }, 'odd'],
        NanoCpus: 2,
        Other: true,
      },
      NetworkingConfig: { EndpointsConfig: { image: {} } },
    })
  })

  it('hold no limit beside those of the host', () => {
    const body = { Image: 'x', Memory: 5, PortBindings: {}, cpuShares: 2, HostConfig: null }
    expect(spelledBody(body)).toEqual({ Image: 'x', HostConfig: null })
    expect(spelledBody(JSON.parse('{"__proto__":{"Image":"y"}}')).Image).toBeUndefined()
  })
})
