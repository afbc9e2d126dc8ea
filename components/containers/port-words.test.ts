import { describe, expect, it } from 'vitest'
import { publishedPorts } from './port-words'

describe('published ports', () => {
  it('says once what holds for IPv4 and IPv6, and names a narrower address', () => {
    expect(
      publishedPorts([
        { port: '80/tcp', hostIp: '0.0.0.0', hostPort: '8080' },
        { port: '80/tcp', hostIp: '::', hostPort: '8080' },
        { port: '53/udp', hostIp: '127.0.0.1', hostPort: '53' },
        { port: '99/tcp', hostIp: '', hostPort: '' },
      ]),
    ).toEqual(['8080 → 80/tcp', '127.0.0.1:53 → 53/udp'])
  })
})
