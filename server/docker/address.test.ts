import { describe, expect, it } from 'vitest'
import { parseAddress, placeOf } from './address'

describe('engine addresses', () => {
  it.each([
    ['unix:///var/run/docker.sock', 'unix:///var/run/docker.sock'],
    ['/var/run/docker.sock', 'unix:///var/run/docker.sock'],
    ['tcp://10.0.0.5:2375', 'tcp://10.0.0.5:2375'],
    [' TCP://Kiel-1.LAN:2375/ ', 'tcp://kiel-1.lan:2375'],
    ['10.0.0.5', 'tcp://10.0.0.5:2375'],
    ['http://n1', 'tcp://n1:2375'],
    ['https://n1', 'tls://n1:2376'],
    ['[::1]:2375', 'tcp://[::1]:2375'],
    ['tls://[FE80::1]', 'tls://[fe80::1]:2376'],
    ['ssh://n1', 'ssh://root@n1'],
    ['ssh://me@n1:22', 'ssh://me@n1'],
    ['ssh://me@n1:2222', 'ssh://me@n1:2222'],
    ['ssh://me@n1/run/user/1000/docker.sock', 'ssh://me@n1/run/user/1000/docker.sock'],
  ])('%s is kept as %s', (input, text) => {
    const address = parseAddress(input)
    expect(address.text).toBe(text)
    expect(parseAddress(address.text)).toEqual(address)
  })

  it.each([
    '',
    'docker host',
    'tcp://',
    'tcp://:2375',
    'tcp://10.0.0.5:0',
    'tcp://10.0.0.5:70000',
    'tcp://10.0.0.5:2375x',
    'tcp://10.0.0.500:2375',
    'tcp://10.0.5:2375',
    'tcp://[::1',
    'tcp://[nonsense]:2375',
    'tcp://::1:2375',
    'tcp://n1:2375/v1.24',
    'tcp://root@n1:2375',
    'unix://relative/path',
    'unix://',
    'gopher://n1:70',
    'tcp://-oProxyCommand=x:22',
    'ssh://-oProxyCommand=x@n1',
    'constructor://n1',
  ])('%j is refused with a way out', (input) => {
    expect(() => parseAddress(input)).toThrow(
      expect.objectContaining({ code: 'invalid_address', details: { fix: expect.any(String) } }),
    )
  })

  it('refuses a password and does not repeat it', () => {
    expect(() => parseAddress('ssh://me:s3cret@n1')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('s3cret') }),
    )
    expect(() => parseAddress('ssh://me:s3cret@n1')).toThrow(/password/)
  })

  it('names the place', () => {
    expect(placeOf(parseAddress('tls://[::1]'))).toBe('[::1]:2376')
    expect(placeOf(parseAddress('unix:///a'))).toBe('/a')
  })
})
