import { describe, expect, it } from 'vitest'
import { type ComposeFile, type Pin, pinned, pinService, pinsOf, unpinService } from './pin-edits'

const toHost: Pin = { kind: 'host', name: 'kiel-1' }
const toZone: Pin = { kind: 'label', of: 'node', key: 'zone', value: 'emden' }

const base = `# the shop
services:
  web: # in front
    image: nginx   # keep this
    deploy:
      replicas: 2
  db:
    image: postgres
`

const edited = (files: ComposeFile[] | string, service: string, pin: Pin, edit = pinService) => {
  const given = typeof files === 'string' ? [{ path: 'compose.yaml', content: files }] : files
  const result = edit(given, service, pin)
  if (!result.ok) throw new Error(result.code)
  return result.files.map(({ content }) => content)
}

describe('pins', () => {
  it('are written as a constraint, all else stays as it was', () => {
    const [text] = edited(base, 'web', toHost)
    expect(text).toBe(
      base.replace(
        '      replicas: 2\n',
        '      replicas: 2\n      placement:\n        constraints:\n          - node.hostname == kiel-1\n',
      ),
    )
  })

  it('replace a pin to another host where it stands, with the comment beside it', () => {
    const [first = ''] = edited(base, 'web', toHost)
    const noted = first.replace('== kiel-1', '== kiel-1 # for the disk')
    expect(edited(noted, 'web', { kind: 'host', name: 'emden-3' })[0]).toBe(noted.replace('kiel-1', 'emden-3'))
  })

  it('to a label let go of the host, and keep what contradicts nothing', () => {
    const text = base.replace(
      '      replicas: 2\n',
      `      placement:
        constraints:
          - node.labels.storage == ssd
          - node.hostname == kiel-1
          - node.hostname != husum-1
`,
    )
    expect(edited(text, 'web', toZone)[0]).toBe(
      text
        .replace('          - node.hostname == kiel-1\n', '')
        .replace('!= husum-1\n', '!= husum-1\n          - node.labels.zone == emden\n'),
    )
    expect(pinned(['node.labels.storage == ssd', 'node.hostname==kiel-1'], toZone)).toEqual([
      'node.labels.storage == ssd',
      'node.labels.zone == emden',
    ])
  })

  it('to a label take the place of one that names the same label otherwise', () => {
    const byEngine: Pin = { kind: 'label', of: 'engine', key: 'zone', value: 'kiel' }
    const [text = ''] = edited(base, 'web', toZone)
    const noted = text.replace('== emden', '== emden # near the harbour')
    const now = noted.replace('node.labels.zone == emden', 'engine.labels.zone == kiel')
    expect(edited(noted, 'web', byEngine)[0]).toBe(now)
    expect(pinsOf([{ path: 'a.yaml', content: now }], 'web')).toEqual([byEngine])
    const twice = now.replace(/( +- )(engine.*)\n/, '$1$2\n$1node.labels.zone == emden\n')
    expect(edited(twice, 'web', toZone)[0]).toBe(text)
  })

  it('are taken back without a trace', () => {
    const [text = ''] = edited(base, 'db', toHost)
    expect(text).not.toBe(base)
    expect(edited(text, 'db', toHost, unpinService)[0]).toBe(base)
  })

  it('go to the last file that speaks of the service, and out of the others where they contradict', () => {
    const override = 'services:\n  web:\n    ports:\n      - 8080:80\n'
    const [first, second] = edited(
      [
        { path: 'compose.yaml', content: base },
        { path: 'compose.override.yaml', content: override },
      ],
      'web',
      toHost,
    )
    expect(first).toBe(base)
    expect(second).toContain('node.hostname == kiel-1')
    const moved = edited(
      [
        { path: 'compose.yaml', content: edited(base, 'web', toHost)[0] ?? '' },
        { path: 'compose.override.yaml', content: override },
      ],
      'web',
      toZone,
    )
    expect(moved[0]).toBe(base)
    expect(moved[1]).toContain('node.labels.zone == emden')
  })

  it('speak the language of the first format', () => {
    const first = 'web:\n  image: nginx\n  environment:\n    - A=b\n    - constraint:node==old\n'
    expect(edited(first, 'web', toHost)[0]).toBe(first.replace('node==old', 'node==kiel-1'))
    const mapping = 'web:\n  image: nginx\n  environment:\n    A: b\n'
    expect(edited(mapping, 'web', toZone)[0]).toBe(`${mapping}    constraint:zone: "=emden"\n`)
  })

  it('are refused in a text that is no YAML', () => {
    const result = pinService([{ path: 'a.yaml', content: 'services: [' }], 'web', toHost)
    expect(result).toMatchObject({ ok: false, code: 'invalid', file: 'a.yaml' })
  })

  it('are read from the texts', () => {
    const [text = ''] = edited(edited(base, 'web', toZone)[0] ?? '', 'db', toHost)
    const files = [{ path: 'compose.yaml', content: text }]
    expect(pinsOf(files, 'web')).toEqual([toZone])
    expect(pinsOf(files, 'db')).toEqual([toHost])
    const first = 'web:\n  image: nginx\n  environment:\n    - constraint:node==kiel-1\n    - constraint:a==~b\n'
    expect(pinsOf([{ path: 'a.yml', content: first }], 'web')).toEqual([toHost])
    expect(edited(first, 'web', toHost, unpinService)[0]).not.toContain('node==')
  })
})
