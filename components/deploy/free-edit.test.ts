import { describe, expect, it } from 'vitest'
import type { PortConflict, SubnetConflict } from '@/lib/contract/plan-effects'
import { freeEdit } from './free-edit'

const conflict = (extra: Partial<PortConflict> = {}): PortConflict => ({
  kind: 'port',
  service: 'web',
  published: '8080',
  protocol: 'tcp',
  holders: [],
  free: '8081',
  ...extra,
})
const file = (path: string, content: string) => ({ path, content })
const web = (ports: string) => `services:\n  web:\n    image: web:1\n    ports:\n${ports}`

describe('a free port in the text', () => {
  const written = (ports: string, extra: Partial<PortConflict> = {}) =>
    freeEdit([file('compose.yaml', web(ports))], ['compose.yaml'], conflict(extra))?.content ?? null

  it('replaces the one that is held and leaves the rest of the line', () => {
    expect(written('      - "8080:80" # the shop\n      - 8443:443\n')).toBe(
      web('      - "8081:80" # the shop\n      - 8443:443\n'),
    )
    expect(written('      - 127.0.0.1:8080:80/tcp\n')).toMatch(/127\.0\.0\.1:8081:80/)
    expect(written('      - target: 80\n        published: "8080"\n')).toMatch(/published: "8081"/)
  })

  it('goes by the protocol', () => {
    expect(written('      - 8080:80/udp\n      - 8080:80\n')).toBe(web('      - 8080:80/udp\n      - "8081:80"\n'))
  })

  it('leaves variables, ranges and what stands elsewhere to the person', () => {
    expect(written('      - ${PORT:-8080}:80\n')).toBeNull()
    expect(written('      - 8080-8082:80-82\n')).toBeNull()
    expect(written('      - 8080:80\n', { free: null })).toBeNull()
    expect(written('      - 8080:80\n', { service: 'other' })).toBeNull()
  })

  it('is written where the value comes from: the last file that has it', () => {
    const files = [file('a.yaml', web('      - 8080:80\n')), file('b.yaml', 'services:\n  web:\n    image: web:2\n')]
    expect(freeEdit(files, ['a.yaml', 'b.yaml'], conflict())?.path).toBe('a.yaml')
  })
})

describe('a free subnet in the text', () => {
  const subnet: SubnetConflict = {
    kind: 'subnet',
    network: 'back',
    index: 0,
    subnet: '10.9.0.0/24',
    holder: { network: 'other', subnet: '10.9.0.0/24', hostName: null },
    free: { subnet: '10.0.1.0/24', gateway: '10.0.1.1' },
  }
  it('brings its gateway along', () => {
    const text = (net: string) =>
      `networks:\n  back:\n    ipam:\n      config:\n        - subnet: "${net}.0/24" # ours\n          gateway: "${net}.1"\n`
    expect(freeEdit([file('c.yaml', text('10.9.0'))], ['c.yaml'], subnet)).toEqual(file('c.yaml', text('10.0.1')))
  })
})
