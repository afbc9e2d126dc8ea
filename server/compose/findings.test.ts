import { describe, expect, it } from 'vitest'
import { loadCompose } from './load-compose'
import { findings, load, modelOf } from './testdata/load'

describe('findings', () => {
  it('reports everything at once, in the order of the text', () => {
    const result = load(`services:
  web:
    imagee: nginx
    ports: ["80:"]
    depends_on: [databse]
    healthcheck: {interval: 3 seconds}
  database:
    image: postgres
    networks: [back]
`)
    expect(result.model).toBeNull()
    expect(findings(result)).toEqual([
      'error schema.unknown-key compose.yaml:3',
      'error value.port compose.yaml:4',
      'error reference.service compose.yaml:5',
      'error value.form compose.yaml:6',
      'error reference.network compose.yaml:9',
    ])
    expect(result.diagnostics.map(({ fix }) => fix).slice(0, 3)).toEqual([
      'did you mean "image"?',
      'write "80:80"',
      'did you mean "database"?',
    ])
  })

  it('names a circle of dependencies', () => {
    const [finding] = load(
      'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [c]}\n  c: {image: x, network_mode: "service:a"}\n',
    ).diagnostics
    expect(finding?.message).toContain('a → b → c → a')
    expect(finding?.position?.line).toBe(4)
  })

  it('points at the place a path of the model was written', () => {
    const model = modelOf(load('services:\n  my.web:\n    image: a\n    ports:\n      - "80:80"\n'))
    expect(model.positionOf('services.my.web.ports.0.target')).toMatchObject({
      file: 'compose.yaml',
      line: 5,
      column: 9,
    })
    expect(model.positionOf('services.my.web.image')?.line).toBe(3)
    expect(model.positionOf('services.my.web.restart')?.line).toBe(2)
    expect(model.positionOf('nowhere.at.all')).toBeUndefined()
  })

  it('keeps names that JavaScript uses itself', () => {
    const { services } = modelOf(
      load('services:\n  constructor: {image: a, environment: {__proto__: x, toString: y}}\n  __proto__: {image: b}\n'),
    )
    expect(Object.keys(services)).toEqual(['__proto__', 'constructor'])
    expect(Object.entries(Object.entries(services)[1]?.[1].environment ?? {})).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })

  it('says that a volume of one letter is read as a drive', () => {
    const result = load('services:\n  a:\n    image: x\n    volumes: ["v:/v"]\nvolumes: {v: {}}\n')
    expect(findings(result)).toEqual(['error value.mount-target compose.yaml:4'])
  })

  it('does not guess whose home directory is meant', () => {
    const content = 'services:\n  a: {image: x, volumes: ["~/data:/data"]}\n'
    expect(findings(load(content))).toEqual(['error value.home compose.yaml:2'])
    expect(modelOf(load(content, { environment: { HOME: '/home/u' } })).services.a?.volumes?.[0]?.source).toBe(
      '/home/u/data',
    )
  })

  it('asks for a file when there is none', () => {
    expect(loadCompose({ files: [], variables: {}, profiles: [] }).diagnostics[0]?.code).toBe('file.none')
  })
})
