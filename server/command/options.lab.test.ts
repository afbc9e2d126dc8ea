// The program `lotse` as start scripts call it: what it refuses before anything is contacted, in which spellings it takes its flags
// and variables, and what it prints. Each line is a process of its own; no engine is needed.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '@/e2e/command-process'

/** Takes the place of engine and store, and counts who comes. */
let visits = 0
const place = createServer((socket) => {
  visits += 1
  socket.destroy()
})
let address = ''
let directory = ''
beforeAll(async () => {
  await once(place.listen(0, '127.0.0.1'), 'listening')
  address = `127.0.0.1:${(place.address() as AddressInfo).port}`
  directory = await mkdtemp(path.join(tmpdir(), 'options-'))
  await writeFile(path.join(directory, 'hosts'), '10.0.0.1:2375\n# gone\n10.0.0.[2:3]:2375\n')
})
afterAll(async () => {
  place.close()
  await rm(directory, { recursive: true, force: true })
})

type Line = [command: string, words: string | RegExp, env?: Record<string, string>]
/** As a shell would: PLACE and DIR are filled in. */
const filled = (text: string) => text.replaceAll('PLACE', address).replaceAll('DIR', directory)
const run = (command: string, env: Record<string, string> = {}) =>
  runCommand(
    filled(command).split(' '),
    Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])),
  )

const atOnce = 4
async function refuses(lines: readonly Line[]): Promise<void> {
  const before = visits
  const left = [...lines]
  const lane = async () => {
    for (let line = left.shift(); line !== undefined; line = left.shift()) {
      const [command, words, env] = line
      const { code, output } = await run(command, env)
      expect(code, `${command}\n${output}`).toBeGreaterThan(0)
      expect(output, command).toMatch(words)
      // One sentence, and no trace of a fault of ours.
      expect(output, command).not.toMatch(/\n {4}at /)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  expect(visits).toBe(before)
}

const form = /--advertise should be of the form ip:port or hostname:port/
const joining = 'join --advertise=127.0.0.1:2375'
const replicating = 'manage --replication --advertise 127.0.0.1:3375'

describe('lotse', () => {
  it('says its version, and its commands', async () => {
    for (const flag of ['-v', '--version']) {
      const { code, answer } = await run(flag)
      expect([code, answer]).toEqual([0, expect.stringMatching(/^lotse version [0-9]+\.[0-9]+\.[0-9]+\n$/)])
    }
    const { code, answer } = await run('--help')
    expect(code).toBe(0)
    for (const command of ['manage', 'join', 'list', 'create', 'discovery']) expect(answer).toContain(`  ${command}`)
    for (const line of ['manage --help', '-l debug join -h']) expect((await run(line)).answer).toMatch(/^usage: lotse /)
  })

  it('refuses to create a cluster where nobody keeps it, whatever it is told', () =>
    refuses([
      ['create', /create wants a discovery service/],
      ['create ANYTHING', /takes no words: ANYTHING/],
      ['c --service ftp://PLACE', /is no address of a discovery service/],
      ['-l nonsense list nodes://a:1', /not a valid log level/],
    ]))

  it('lists what discovery names, one a line and nothing else', async () => {
    const listed = '10.0.0.1:2375\n10.0.0.2:2375\n10.0.0.3:2375\n'
    for (const command of [
      'list file://DIR/hosts',
      'l --timeout 3s file://DIR/hosts',
      '-l debug list -timeout=3s file://DIR/hosts',
    ])
      expect(await run(command), command).toMatchObject({ code: 0, answer: listed })
    const ofVariable = await run('list', { SWARM_DISCOVERY: 'nodes://10.0.0.1:2375,10.0.0.[2:3]:2375' })
    expect(ofVariable).toMatchObject({ code: 0, answer: listed })
  })

  it('ends a list whose store is silent when its time is over', async () => {
    const began = performance.now()
    const silent = createServer()
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    const { port } = silent.address() as AddressInfo
    const ended = await Promise.all(
      ['etcd', 'consul', 'zk'].map((store) => run(`list --timeout=1s ${store}://127.0.0.1:${port}/test`)),
    )
    for (const { code, answer } of ended) expect([code, answer]).toEqual([1, ''])
    expect(performance.now() - began).toBeLessThan(10_000)
    silent.close()
  })
})

describe('what is refused before anything is contacted', () => {
  it('join', () =>
    refuses([
      ['join etcd://PLACE/test', /missing mandatory --advertise flag/],
      ['join --advertise=127.0.0.1ac:sh25 consul://PLACE/test', form],
      ['join --advertise 127.0.0.1:0 zk://PLACE/test', form],
      ['join -advertise=127.0.0.1:65536 etcd://PLACE/test', form],
      ['join -addr 127.0.0.1 etcd://PLACE/test', form],
      ['join', form, { SWARM_ADVERTISE: '127.0.0.1:0', SWARM_DISCOVERY: 'etcd://PLACE/test' }],
      [`${joining} --delay=-10s etcd://PLACE/test`, /--delay should not be a negative number/],
      [`${joining} -delay nonsense etcd://PLACE/test`, /invalid duration nonsense/],
      [`${joining} --heartbeat=10ms etcd://PLACE/test`, /--heartbeat should be at least one second/],
      [`${joining} --heartbeat 1 etcd://PLACE/test`, /invalid duration 1\n/],
      [
        `${joining} --heartbeat=10s --ttl=10s zk://PLACE/test`,
        /--ttl must be strictly superior to the heartbeat value/,
      ],
      [`${joining} --heartbeat=1s -ttl=1s zk://PLACE/test`, /--ttl must be strictly superior to the heartbeat value/],
      [`${joining} --ttl=asdf zk://PLACE/test`, /invalid duration asdf/],
      [joining, /discovery required to join a cluster/],
      [`${joining} nodes://PLACE`, /join wants one store to report to/],
      [`${joining} --nope etcd://PLACE/test`, /flag provided but not defined: -nope/],
    ]))

  it('list', () =>
    refuses([
      ['list --timeout=-10s etcd://PLACE/test', /--timeout should be a positive number/],
      ['list --timeout -10s consul://PLACE/test', /--timeout should be a positive number/],
      ['list -timeout=0s zk://PLACE/test', /--timeout should be a positive number/],
      ['list -timeout 0s etcd://PLACE/test', /--timeout should be a positive number/],
      ['list --timeout=soon etcd://PLACE/test', /invalid duration soon/],
      ['list', /discovery required to list a cluster/],
    ]))

  it('manage', () =>
    refuses([
      ['manage', /discovery required to manage a cluster/],
      [
        'manage -cluster-opt swarm.overcommit=-2 PLACE',
        /swarm\.overcommit should be larger than -1, -2\.000000 is invalid/,
      ],
      ['manage --cluster-opt=swarm.createretry=-1 PLACE', /swarm\.createretry can not be negative, -1 is invalid/],
      ['manage --engine-refresh-min-interval=0s PLACE', /min refresh interval should be a positive number/],
      ['manage -engine-refresh-min-interval -10s PLACE', /min refresh interval should be a positive number/],
      [
        'manage --engine-refresh-max-interval 20s PLACE',
        /max refresh interval cannot be less than min refresh interval/,
      ],
      [
        'manage -engine-refresh-min-interval=30s --engine-refresh-max-interval=20s PLACE',
        /max refresh interval cannot be less than min refresh interval/,
      ],
      ['manage --engine-failure-retry=0 PLACE', /invalid failure retry count/],
      ['manage -engine-failure-retry 0 PLACE', /invalid failure retry count/],
      ['manage --replication consul://PLACE/test', /--advertise address must be provided when using --leader-election/],
      ['manage --replication -advertise 127.0.0.1ac:sh25 consul://PLACE/test', form],
      ['manage --replication --advertise=127.0.0.1:0 etcd://PLACE/test', form],
      ['manage --replication etcd://PLACE/test', form, { SWARM_ADVERTISE: '127.0.0.1:65536' }],
      [`${replicating} --replication-ttl=-10s zk://PLACE/test`, /--replication-ttl should be a positive number/],
      [`${replicating} -replication-ttl 0s zk://PLACE/test`, /--replication-ttl should be a positive number/],
      [`${replicating} --replication-ttl soon zk://PLACE/test`, /invalid duration soon/],
      ['manage --strategy nonsense PLACE', /not supported: nonsense/],
      ['manage -H nonsense PLACE', /invalid value "nonsense" for flag -H/],
      ['manage PLACE', /flag -H/, { SWARM_HOST: 'nonsense' }],
      ['-experimental manage --tlscert x PLACE', /require the use of either --tls or --tlsverify/],
      [`${replicating} PLACE`, /--replication wants etcd:\/\//],
    ]))
})
