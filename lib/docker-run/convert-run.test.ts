import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSteps } from '../compose'
import { convertRun, looksLikeRun, withRunServices } from './convert-run'
import { flags, shortFlags, takesValue } from './flags'

const one = (text: string) => {
  const { services } = convertRun(text)
  expect(services).toHaveLength(1)
  return services[0]!
}

describe('docker run', () => {
  it('becomes a service', () => {
    const { name, service, volumes, networks, notes } = one(
      `
$ docker run -d --name my-app \\
    -p 127.0.0.1:8080:80 -p 53:53/udp \\   
    -e MODE=prod -e "GREETING=hello world" -e FROM_SHELL \\
    -v data:/data -v "$(pwd)/conf:/etc/app:ro" -v $PWD:/src \\
    --network front --network-alias web --restart unless-stopped \\
    --memory 512m --cpus 1.5 registry:5000/team/app:1.2 serve --port 80 # the app
`.replace('\\   \n', '\\\n'),
    )
    expect(name).toBe('my-app')
    expect(service).toEqual({
      image: 'registry:5000/team/app:1.2',
      ports: ['127.0.0.1:8080:80', '53:53/udp'],
      environment: { MODE: 'prod', GREETING: 'hello world', FROM_SHELL: null },
      volumes: ['data:/data', './conf:/etc/app:ro', './:/src'],
      networks: { front: { aliases: ['web'] } },
      restart: 'unless-stopped',
      deploy: { resources: { limits: { memory: '512m', cpus: '1.5' } } },
      command: ['serve', '--port', '80'],
    })
    expect(Object.keys(volumes)).toEqual(['data'])
    expect(networks).toEqual(['front'])
    expect(notes).toEqual([])
  })

  it.each<[string, Record<string, unknown>]>([
    ['docker run -it --rm alpine sh', { image: 'alpine', stdin_open: true, tty: true, command: ['sh'] }],
    ['docker container run -dp 80:80 nginx', { image: 'nginx', ports: ['80:80'] }],
    ['sudo docker -H tcp://a:1 run --init=false -p80:80 nginx', { image: 'nginx', ports: ['80:80'] }],
    ["docker run -e 'A=$HOME' -e B=$HOME nginx", { image: 'nginx', environment: { A: '$$HOME', B: '$HOME' } }],
    ['docker run --gpus all --shm-size=1g a', { image: 'a', gpus: 'all', shm_size: '1g' }],
    ['docker run --gpus \'"device=0,1"\' a', { image: 'a', gpus: [{ device_ids: ['0', '1'] }] }],
    [
      'docker run --ulimit nofile=1:2 --ulimit nproc=3 a',
      { image: 'a', ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 3 } },
    ],
    [
      'docker run --health-cmd "curl -f localhost" --health-retries 3 a',
      { image: 'a', healthcheck: { test: 'curl -f localhost', retries: 3 } },
    ],
    ['docker run --no-healthcheck a', { image: 'a', healthcheck: { disable: true } }],
    ['docker run --entrypoint "" --stop-timeout 5 a', { image: 'a', entrypoint: [], stop_grace_period: '5s' }],
    [
      'docker run --mount type=bind,src=/a,dst=/b,readonly a',
      { image: 'a', volumes: [{ type: 'bind', source: '/a', target: '/b', read_only: true }] },
    ],
    ['docker run --network host --pid host a', { image: 'a', network_mode: 'host', pid: 'host' }],
    [
      'docker run --network name=x,alias=y,ip=10.0.0.2 a',
      { image: 'a', networks: { x: { aliases: ['y'], ipv4_address: '10.0.0.2' } } },
    ],
    [
      'docker run --sysctl a.b=1 --log-opt max-size=1m --log-driver json-file a',
      { image: 'a', sysctls: { 'a.b': '1' }, logging: { options: { 'max-size': '1m' }, driver: 'json-file' } },
    ],
    [
      'docker run --device-read-bps /dev/sda:1mb a',
      { image: 'a', blkio_config: { device_read_bps: [{ path: '/dev/sda', rate: '1mb' }] } },
    ],
    ['docker run --env-file ./a.env --env-file b.env a', { image: 'a', env_file: ['./a.env', 'b.env'] }],
    ['docker run -- a -x', { image: 'a', command: ['-x'] }],
  ])('%s', (text, service) => expect(one(text).service).toEqual(service))

  it('takes several commands, which know each other', () => {
    const text =
      'docker network create net && docker run -d --name db --network net postgres:16\ndocker run --link db:database --volumes-from db --network container:db nginx; make'
    const { services, notes } = convertRun(text)
    expect(services.map(({ name }) => name)).toEqual(['db', 'nginx'])
    expect(services[1]?.service).toMatchObject({
      links: ['db:database'],
      volumes_from: ['db'],
      network_mode: 'service:db',
    })
    expect(notes).toEqual([{ kind: 'other', text: 'make' }])
  })
  it('names what it cannot carry', () => {
    const { notes } = one('docker run --nonsense --cpuset-mems 0 -P -v $(mktemp -d):/x --cidfile /tmp/x a')
    expect(notes.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'unsupported --cpuset-mems',
      'publish-all -P',
      'dropped --cidfile',
      'unknown --nonsense',
      'substitution $(mktemp -d)',
    ])
    expect(convertRun('docker run -p').notes).toEqual([{ kind: 'unfinished', text: 'docker run -p' }])
  })
  it('gives each service a name of its own', () => {
    expect(convertRun('docker run nginx; docker run nginx', ['nginx']).services.map(({ name }) => name)).toEqual([
      'nginx-2',
      'nginx-3',
    ])
  })
  it('is told from compose text and from prose', () => {
    expect(looksLikeRun('  $ docker run \\\n -it a')).toBe(true)
    expect(looksLikeRun('services:\n  a:\n    command: docker run x')).toBe(false)
    expect(looksLikeRun('we use docker to run things')).toBe(false)
    expect(looksLikeRun('')).toBe(false)
  })
  it('is written into a text beside what is there', () => {
    const result = withRunServices(
      '# mine\nservices:\n  web:\n    image: a\n',
      convertRun('docker run -v data:/data -e A=b redis'),
    )
    expect(result).toEqual({
      ok: true,
      text: '# mine\nservices:\n  web:\n    image: a\n  redis:\n    image: redis\n    volumes:\n      - data:/data\n    environment:\n      A: b\nvolumes:\n  data: {}\n',
    })
  })
  it('knows every flag as one kind, short ones included', () => {
    for (const name of Object.values(shortFlags)) expect(Object.keys(flags)).toContain(name)
  })
  it('makes, of any flags, a file that the loader takes', () => {
    const samples: Record<string, string> = {
      'blkio-weight-device': '/dev/sda:10',
      'device-read-bps': '/dev/sda:1mb',
      'device-read-iops': '/dev/sda:10',
      'device-write-bps': '/dev/sda:1mb',
      'device-write-iops': '/dev/sda:10',
      mount: 'type=volume,src=v,dst=/m',
      volume: 'v:/v',
      network: 'n',
      net: 'n',
      publish: '8080:80',
      ulimit: 'nofile=1',
      gpus: 'all',
      link: 'other',
      'volumes-from': 'other',
      ip: '10.0.0.2',
      ip6: 'fd00::2',
      'link-local-ip': '169.254.1.1',
      'add-host': 'a:10.0.0.1',
      cgroupns: 'host',
      device: '/dev/a:/dev/a',
      'health-interval': '1s',
      'health-timeout': '1s',
      'health-start-period': '1s',
      'health-start-interval': '1s',
      memory: '1g',
      'memory-reservation': '1g',
      'memory-swap': '2g',
      'shm-size': '1m',
      restart: 'always',
      pull: 'always',
      label: 'a=b',
      env: 'A=b',
      annotation: 'a=b',
      sysctl: 'a=1',
      'log-opt': 'a=b',
      'storage-opt': 'a=b',
      'stop-timeout': '1',
      expose: '80',
      'cpu-rt-period': '1',
      'cpu-rt-runtime': '1',
      'device-cgroup-rule': 'c 1:3 mr',
      ipc: 'host',
      pid: 'host',
      userns: 'host',
      uts: 'host',
      platform: 'linux/amd64',
      'mac-address': '02:42:ac:11:00:02',
      'env-file': 'a.env',
      'label-file': 'a.env',
      isolation: 'default',
    }
    // What excludes something else on the list, or names what is not there.
    const left = new Set(['env-file', 'label-file', 'memory-swappiness', 'cpus', 'cpu-count', 'cpu-percent'])
    const usable = Object.entries(flags).filter(([name]) => !left.has(name))
    fc.assert(
      fc.property(fc.subarray(usable, { maxLength: 6 }), (chosen) => {
        const words = chosen.map(([name, flag]) =>
          takesValue(flag) ? `--${name} '${samples[name] ?? '1'}'` : `--${name}`,
        )
        const result = withRunServices('', convertRun(`docker run ${words.join(' ')} nginx:1.27`))
        expect(result.ok).toBe(true)
        if (!result.ok) return
        const { diagnostics } = loadSteps({
          files: [{ path: 'compose.yaml', content: result.text }],
          variables: {},
          profiles: [],
        })
        expect([
          result.text,
          diagnostics
            .filter(({ severity, code }) => severity === 'error' && code.startsWith('schema'))
            .map(({ message }) => message),
        ]).toEqual([result.text, []])
      }),
      { numRuns: 150 },
    )
  })
})
