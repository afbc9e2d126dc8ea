import { describe, expect, it } from 'vitest'
import { findings, load, modelOf } from './testdata/load'

describe('formats', () => {
  it('reads v1 with links, net and log_driver', () => {
    const { services, networks, format } = modelOf(
      load(`
db:
  image: redis
  log_driver: syslog
  log_opt: {tag: db}
web:
  build: .
  dockerfile: Dockerfile.web
  links: ["db:cache"]
  net: "container:db"
`),
    )
    expect(format).toBe('v1')
    expect(networks).toEqual({})
    expect(services.db).toMatchObject({ network_mode: 'bridge', logging: { driver: 'syslog', options: { tag: 'db' } } })
    expect(services.web).toMatchObject({
      build: { context: '.', dockerfile: 'Dockerfile.web' },
      network_mode: 'service:db',
      links: ['db:cache'],
      depends_on: { db: { condition: 'service_started', required: true, restart: true } },
    })
  })

  it.each([
    ['version: "2.1"\nservices: {a: {image: b}}', 'v2'],
    ['version: "3.8"\nservices: {a: {image: b}}', 'v3'],
    ['services: {a: {image: b}}', 'spec'],
    ['a: {image: b}', 'v1'],
  ])('%s is %s', (content, format) => expect(modelOf(load(content)).format).toBe(format))

  it('has no defaults for variables in v1', () => {
    expect(findings(load('web:\n  image: "nginx:${TAG:-1}"\n'))).toEqual(['error interpolation.syntax compose.yaml:2'])
  })
})

describe('the long form', () => {
  const service = modelOf(
    load(`
services:
  web:
    image: nginx
    command: sh -c 'echo "a b"'
    environment: [A=1, B]
    ports: ["127.0.0.1:8080-8081:80-81/udp", 443]
    volumes: ["data:/data", "./conf:/etc/app:ro,z"]
    mem_reservation: 512m
    stop_grace_period: 90s
    healthcheck: {test: curl localhost, interval: 1m30s}
    deploy: {resources: {limits: {cpus: "0.5", memory: 1g}}}
    depends_on: [db]
    ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}
    extra_hosts: ["host:10.0.0.1"]
  db:
    image: postgres
volumes:
  data:
`),
  ).services.web

  it('writes out every short form', () => {
    expect(service).toMatchObject({
      command: ['sh', '-c', 'echo "a b"'],
      entrypoint: null,
      environment: { A: '1', B: null },
      ports: [
        { target: 80, published: '8080', host_ip: '127.0.0.1', protocol: 'udp', mode: 'ingress' },
        { target: 81, published: '8081', host_ip: '127.0.0.1', protocol: 'udp', mode: 'ingress' },
        { target: 443, protocol: 'tcp', mode: 'ingress' },
      ],
      volumes: [
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'bind', source: './conf', target: '/etc/app', read_only: true, bind: { selinux: 'z' } },
      ],
      mem_reservation: 536870912,
      stop_grace_period: '1m30s',
      healthcheck: { test: ['CMD-SHELL', 'curl localhost'], interval: '1m30s' },
      deploy: { placement: {}, resources: { limits: { cpus: 0.5, memory: 1073741824 } } },
      depends_on: { db: { condition: 'service_started', required: true } },
      networks: { default: null },
      ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 3 },
      extra_hosts: ['host=10.0.0.1'],
    })
  })

  it('has its keys in a stable order', () => {
    const keys = Object.keys(service ?? {}).filter((key) => key !== 'name')
    expect(keys).toEqual([...keys].sort())
  })
})

describe('several files', () => {
  it('merges by key, appends lists, and obeys !reset and !override', () => {
    const { services } = modelOf(
      load(
        'services:\n  web:\n    image: a\n    ports: ["80:80"]\n    environment: {A: 1, B: 2}\n    dns: [1.1.1.1]\n    labels: {x: y}\n',
        {
          composeFiles: ['compose.yaml', 'over.yaml'],
          others: {
            'over.yaml':
              'services:\n  web:\n    image: b\n    ports: ["81:81"]\n    environment: !override {C: 3}\n    dns: [8.8.8.8, 1.1.1.1]\n    labels: !reset {}\n',
          },
        },
      ),
    )
    expect(services.web?.image).toBe('b')
    expect(services.web?.ports?.map(({ target }) => target)).toEqual([80, 81])
    expect(services.web?.environment).toEqual({ C: '3' })
    expect(services.web?.dns).toEqual(['1.1.1.1', '8.8.8.8'])
    expect(services.web?.labels).toBeUndefined()
  })

  it('follows extends into another directory', () => {
    const { services } = modelOf(
      load('services:\n  web:\n    extends: {file: base/common.yaml, service: app}\n    environment: {A: own}\n', {
        others: {
          'base/common.yaml':
            'services:\n  app:\n    build: ./src\n    environment: {A: base, B: base}\n  other: {imagee: x}\n',
        },
      }),
    )
    expect(services.web?.build?.context).toBe('./base/src')
    expect(services.web?.environment).toEqual({ A: 'own', B: 'base' })
  })

  it('includes other stacks with their own variables', () => {
    const { services } = modelOf(
      load('include: [db/compose.yaml]\nservices:\n  web: {image: "web:${TAG:-none}", depends_on: [db]}\n', {
        others: { 'db/compose.yaml': 'services:\n  db: {image: "db:${TAG}"}\n', 'db/.env': 'TAG=5\n' },
      }),
    )
    expect(services.db?.image).toBe('db:5')
    expect(services.web?.image).toBe('web:none')
  })

  it('reads env files under the service’s own values', () => {
    const { services } = modelOf(
      load(
        'services:\n  web:\n    image: a\n    env_file: [a.env, {path: none.env, required: false}]\n    environment: {B: own}\n',
        {
          others: { 'a.env': 'A="x ${HOST}"\nB=file\n' },
          variables: { HOST: 'h' },
        },
      ),
    )
    expect(services.web?.environment).toEqual({ A: 'x h', B: 'own' })
  })

  it('reads nothing outside the stack', () => {
    const result = load('services:\n  web:\n    image: a\n    env_file: ../../etc/passwd\n')
    expect(result.model).toBeNull()
    expect(findings(result)).toEqual(['error file.outside compose.yaml:4'])
  })
})

describe('profiles', () => {
  const content = 'services:\n  web: {image: a}\n  debug: {image: b, profiles: [dev]}\n'

  it('leaves out what no active profile names', () => {
    const model = modelOf(load(content))
    expect(Object.keys(model.services)).toEqual(['web'])
    expect(Object.keys(model.disabled_services)).toEqual(['debug'])
  })

  it('takes it with the profile', () => {
    expect(Object.keys(modelOf(load(content, { profiles: ['dev'] })).services)).toEqual(['debug', 'web'])
  })
})

describe('names', () => {
  it('takes the name from the options, COMPOSE_PROJECT_NAME, then the file', () => {
    const content = 'name: from-file\nservices: {a: {image: b}}\n'
    expect(load(content).name).toBe('from-file')
    expect(load(content, { others: { '.env': 'COMPOSE_PROJECT_NAME=from-env' } }).name).toBe('from-env')
    expect(load(content, { projectName: 'given' }).name).toBe('given')
    expect(load('services: {a: {image: b}}').name).toBeNull()
  })

  it('names networks and volumes after the stack', () => {
    const { networks, volumes } = modelOf(
      load('services: {a: {image: b, volumes: ["vol:/v"]}}\nvolumes: {vol: {}, e: {external: true}}\n', {
        projectName: 'shop',
      }),
    )
    expect(networks.default?.name).toBe('shop_default')
    expect(volumes.vol?.name).toBe('shop_vol')
    expect(volumes.e?.name).toBe('e')
  })
})

describe('variables', () => {
  it('says where each value comes from and who uses it', () => {
    const { variables } = load(
      'services:\n  web:\n    image: "a:${TAG}"\n    environment: {P: "${PASSWORD}", U: "$UNSET", D: "${X:-y}"}\n',
      {
        others: { '.env': '# tags\nTAG=1\nPASSWORD=secret\n' },
        variables: { TAG: '2' },
      },
    )
    expect(variables).toEqual([
      {
        name: 'PASSWORD',
        value: '••••••',
        secret: true,
        origin: '.env line 3',
        usedBy: ['services.web.environment.P'],
      },
      { name: 'TAG', value: '2', secret: false, origin: 'set in console', usedBy: ['services.web.image'] },
      { name: 'UNSET', value: null, secret: false, origin: 'nowhere', usedBy: ['services.web.environment.U'] },
      { name: 'X', value: 'y', secret: false, origin: 'default in file', usedBy: ['services.web.environment.D'] },
    ])
  })
})
