import { describe, expect, it } from 'vitest'
import { makeAddress, readAddress, readLabels } from './host-address'

describe('host addresses', () => {
  it('adds scheme and port where they are left out', () => {
    expect(makeAddress('tls', 'kiel-1.lan')).toBe('tls://kiel-1.lan:2376')
    expect(makeAddress('tcp', '10.20.1.11:4243')).toBe('tcp://10.20.1.11:4243')
    expect(makeAddress('tcp', '[fd00::1]')).toBe('tcp://[fd00::1]:2375')
    expect(makeAddress('ssh', 'admin@kiel-1')).toBe('ssh://admin@kiel-1')
    expect(makeAddress('unix', '/var/run/docker.sock')).toBe('unix:///var/run/docker.sock')
    expect(makeAddress('tls', '  ')).toBe('')
  })

  it('reads the way out of a pasted address', () => {
    expect(readAddress('tcp://10.0.0.1:2375')).toEqual({ way: 'tcp', rest: '10.0.0.1:2375' })
    expect(readAddress('kiel-1')).toEqual({ way: null, rest: 'kiel-1' })
  })

  it('reads labels from one line', () => {
    expect(readLabels('zone=kiel  gpu, storage=a=b')).toEqual({ zone: 'kiel', gpu: '', storage: 'a=b' })
  })
})
