import { describe, expect, it } from 'vitest'
import { openText, valueAt } from './document'
import { type EditResult, editText } from './edit-text'
import {
  addConstraint,
  addService,
  constraintsOf,
  removeConstraint,
  removeService,
  renameService,
  serviceNames,
  setReplicas,
} from './service-edits'

const textOf = (result: EditResult): string => {
  if (!result.ok) throw new Error(`${result.code} at line ${result.line}`)
  return result.text
}

const shop = `# the shop
x-log: &log
  logging: { driver: json-file, options: { max-size: 10m } }   # small

services:
  web:
    <<: *log
    image: nginx:1.27   # the front
    ports:
    - "8080:80"   # for people
    - 8443:443
    depends_on: [api, db]

  # three, in two towns
  api:
    image: "registry.lan/api"
    environment: &env
      A: 1
      # why B
      B: 'two'
    links: ["db:database"]
  worker:
    environment: *env
    network_mode: service:api
  db: { image: postgres }
`

describe('editing a text', () => {
  it('changes a port where it stands and nothing else', () => {
    const after = textOf(editText(shop, { kind: 'set', path: ['services', 'web', 'ports', 0], value: '9090:80' }))
    expect(after).toBe(shop.replace('8080:80', '9090:80'))
  })
  it('keeps comments of a mapping whose entries change', () => {
    const path = ['services', 'api', 'environment']
    const after = textOf(editText(shop, { kind: 'set', path, value: { A: 1, B: 'three', C: 'x' } }))
    expect(after).toBe(shop.replace("B: 'two'", "B: 'three'\n      C: x"))
  })
  it('adds in the manner of the neighbours: dashes not set in, flow in flow', () => {
    expect(
      textOf(editText(shop, { kind: 'insert', path: ['services', 'web', 'ports'], index: 2, value: '53:53/udp' })),
    ).toBe(shop.replace('- 8443:443\n', '- 8443:443\n    - "53:53/udp"\n'))
    expect(textOf(editText(shop, { kind: 'set', path: ['services', 'db', 'restart'], value: 'always' }))).toBe(
      shop.replace('{ image: postgres }', '{ image: postgres, restart: always }'),
    )
  })
  it('says that a value belongs to an anchor, and writes it out when told', () => {
    const path = ['services', 'worker', 'environment', 'A']
    expect(editText(shop, { kind: 'set', path, value: 2 })).toMatchObject({
      ok: false,
      code: 'borrowed',
      borrowed: { anchor: 'env', by: 'alias', line: 18 },
    })
    const own = textOf(editText(shop, { kind: 'detach', path: path.slice(0, -1) }, { kind: 'set', path, value: 2 }))
    expect(own).toBe(shop.replace('environment: *env', 'environment:\n      A: 2\n      B: two'))
  })
  it('copies what a merge key brings before it changes a part of it', () => {
    const after = textOf(
      editText(shop, { kind: 'set', path: ['services', 'web', 'logging', 'driver'], value: 'syslog' }),
    )
    expect(valueAt(openText(after), ['services', 'web', 'logging'])).toEqual({
      driver: 'syslog',
      options: { 'max-size': '10m' },
    })
    expect(valueAt(openText(after), ['x-log', 'logging', 'driver'])).toBe('json-file')
  })
  it('keeps the line breaks of Windows', () => {
    const after = textOf(
      editText('services:\r\n  a:\r\n    image: b\r\n', {
        kind: 'set',
        path: ['services', 'a', 'restart'],
        value: 'always',
      }),
    )
    expect(after).toBe('services:\r\n  a:\r\n    image: b\r\n    restart: always\r\n')
  })
  it('begins an empty text', () => {
    expect(textOf(addService('# new\n', 'web', { image: 'nginx' }))).toBe(
      '# new\nservices:\n  web:\n    image: nginx\n',
    )
    expect(textOf(addService('services:\n', 'web', { image: 'nginx' }))).toBe('services:\n  web:\n    image: nginx\n')
    expect(textOf(addService('services: {}\n', 'web', { image: 'nginx' }))).toBe(
      'services:\n  web:\n    image: nginx\n',
    )
  })
  it('refuses text that is no YAML, with its line', () => {
    expect(editText('a:\n  - b\n c: d\n', { kind: 'remove', path: ['a'] })).toMatchObject({
      ok: false,
      code: 'invalid',
    })
  })
  it('ends at aliases that go round', () => {
    expect(valueAt(openText('a: &a\n  b: *a\n'), ['a', 'b', 'b', 'b'])).toBeDefined()
    expect(openText(`a: &a [x]\n${'b: [*a, *a, *a]\n'.repeat(200)}`).fault).not.toBeNull()
  })
})

describe('services', () => {
  it('are named with what is below services, or at the top of an old file', () => {
    expect(serviceNames(openText(shop))).toEqual(['web', 'api', 'worker', 'db'])
    expect(serviceNames(openText('web:\n  image: a\nx-y: {}\n'))).toEqual(['web'])
  })
  it('are renamed with every mention', () => {
    const after = textOf(renameService(shop, 'api', 'backend'))
    expect(after).toBe(
      shop
        .replace('  api:', '  backend:')
        .replace('[api, db]', '[backend, db]')
        .replace('service:api', 'service:backend'),
    )
    expect(textOf(renameService(after, 'db', 'sql'))).toContain('links: ["sql:database"]')
    expect(renameService(shop, 'api', 'db')).toMatchObject({ ok: false, code: 'taken' })
  })
  it('go with every mention', () => {
    const after = textOf(removeService(shop, 'db'))
    expect(after).toContain('depends_on: [api]')
    expect(after).not.toContain('links')
    expect(serviceNames(openText(after))).toEqual(['web', 'api', 'worker'])
  })
  it('take pins, one name at a time', () => {
    const pinned = textOf(addConstraint(shop, 'api', 'node.hostname == kiel-1'))
    expect(pinned).toContain(
      '    links: ["db:database"]\n    deploy:\n      placement:\n        constraints:\n        - node.hostname == kiel-1\n',
    )
    const moved = textOf(addConstraint(pinned, 'api', 'node.hostname == kiel-2'))
    expect(moved).toBe(pinned.replace('kiel-1', 'kiel-2'))
    const both = textOf(addConstraint(moved, 'api', 'node.labels.zone != west'))
    expect(constraintsOf(openText(both), 'api')).toEqual(['node.hostname == kiel-2', 'node.labels.zone != west'])
    expect(textOf(removeConstraint(pinned, 'api', 'node.hostname == kiel-1'))).toBe(shop)
  })
  it('take a number of replicas', () => {
    expect(valueAt(openText(textOf(setReplicas(shop, 'web', 3))), ['services', 'web', 'deploy', 'replicas'])).toBe(3)
    expect(textOf(setReplicas('services: {a: {image: b, scale: 2}}', 'a', 3))).toBe(
      'services: {a: {image: b, scale: 3}}',
    )
  })
})
