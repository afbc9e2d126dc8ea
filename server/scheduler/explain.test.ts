import { describe, expect, it } from 'vitest'
import { explain } from './explain'
import { createPlacementState } from './state-changes'
import { aContainer, aHost, GiB, publishes } from './testdata/cluster'
import type { PlacementHost, PlacementOptions, PlacementRequest } from './types'

const explained = (hosts: PlacementHost[], request: PlacementRequest, options?: PlacementOptions) =>
  explain(createPlacementState(hosts), request, options)

/** The cells that fail on a host, as `rule: actual`. */
function failures(explanation: ReturnType<typeof explained>, hostName: string) {
  const host = explanation.hosts.find((it) => it.hostName === hostName)
  return explanation.rules
    .map(({ id }, index) => ({ id, cell: host?.cells[index] }))
    .filter(({ cell }) => cell?.ok === false)
    .map(({ id, cell }) => `${id}: ${cell?.actual}`)
}

const fixOf = (hosts: PlacementHost[], request: PlacementRequest, hostName = 'n1') =>
  explained(hosts, request).hosts.find((it) => it.hostName === hostName)?.fix

describe('a matrix', () => {
  const hosts = [
    aHost('n1', {
      labels: { storage: 'ssd' },
      containers: [aContainer('web_1', { requestedPorts: [publishes('8080')] })],
    }),
    aHost('n2', {
      labels: { storage: 'hdd' },
      availability: 'drain',
      health: 0,
      healthReason: 'TCP connect times out',
    }),
    aHost('n3', { labels: { storage: 'ssd' } }),
  ]
  const request = { env: ['constraint:storage==ssd'], portBindings: [publishes('8080')], memoryBytes: 2 * GiB }
  const explanation = explained(hosts, request)

  it('has a rule for all that is asked, capacity beside the host itself', () => {
    expect(explanation.rules.map(({ id, wants }) => `${id} ${wants}`)).toEqual([
      'health:0 answers',
      'availability:0 active',
      'memory:0 2 GiB',
      'port:0 8080/tcp',
      'constraint:0 storage == ssd',
    ])
  })
  it('shows every failing reason of a host with the values found', () => {
    expect(failures(explanation, 'n1')).toEqual(['port:0: held by web_1'])
    expect(failures(explanation, 'n2')).toEqual([
      'health:0: TCP connect times out',
      'availability:0: draining',
      'constraint:0: hdd',
    ])
    expect(failures(explanation, 'n3')).toEqual([])
  })
  it('names the chosen host, its score and the reason', () => {
    expect(explanation.chosenHostId).toBe('id-n3')
    expect(explanation.hosts.map(({ eligible, chosen, score }) => [eligible, chosen, score])).toEqual([
      [false, false, null],
      [false, false, null],
      [true, true, 125 - 1000],
    ])
    expect(explanation.summary).toBe('1 of 3 hosts satisfied every rule; n3 was the only one.')
    expect(explanation.error).toBeNull()
  })
})

describe('a refusal', () => {
  it('never names a rule that no host failed, whatever classic Swarm would say', () => {
    const { summary, error, rules } = explained([aHost('n1')], { env: ['constraint:gpu==yes'] })
    expect(error).toContain('[available container slots]')
    expect(summary).toBe('None of 1 host satisfies every rule: constraint (gpu == yes) excludes 1.')
    expect(rules.map(({ filter }) => filter)).not.toContain('containerslots')
  })
  it('counts what each rule excludes, the worst first', () => {
    const hosts = [aHost('n1', { health: 0 }), aHost('n2', { labels: { zone: 'eu' } }), aHost('n3')]
    expect(explained(hosts, { env: ['constraint:zone==us'] }).summary).toBe(
      'None of 3 hosts satisfies every rule: constraint (zone == us) excludes 3, health (answers) excludes 1.',
    )
  })
  it('for an expression that cannot be read names the expression, and every host fails it', () => {
    const explanation = explained([aHost('n1')], { env: ['constraint:zone=eu'] })
    expect(explanation.summary).toBe(
      "The constraint expression 'zone=eu' cannot be read: One of operator ==, != is expected.",
    )
    expect(failures(explanation, 'n1')).toEqual(['constraint:0: One of operator ==, != is expected'])
  })
  it('in an empty cluster says so', () => {
    expect(explained([], {}).summary).toBe('There is no host in the cluster.')
  })
})

describe('soft rules', () => {
  const hosts = [aHost('n1', { labels: { zone: 'eu' } }), aHost('n2')]

  it('that bind exclude hosts as any other rule', () => {
    const explanation = explained(hosts, { env: ['constraint:zone==~eu'] })
    expect(explanation.softRulesDropped).toBe(false)
    expect(failures(explanation, 'n2')).toEqual(['constraint:0: no such label'])
    expect(explanation.hosts.map(({ eligible }) => eligible)).toEqual([true, false])
  })
  it('that were dropped are shown as failing, and said to be dropped', () => {
    const explanation = explained(hosts, { env: ['constraint:zone==~us'] })
    expect(explanation.softRulesDropped).toBe(true)
    expect(explanation.rules.at(-1)).toMatchObject({ soft: true })
    expect(failures(explanation, 'n1')).toEqual(['constraint:0: eu'])
    expect(explanation.hosts.every(({ eligible, fix }) => eligible && fix === null)).toBe(true)
    expect(explanation.summary).toBe(
      'No host met every soft rule, so all of them were dropped. All 2 hosts satisfied the others; n1 is the first by name of those that tie.',
    )
  })
  it('do not stand in the way of the nearest fix when nothing fits', () => {
    const [fix] = explained([aHost('n1')], { env: ['constraint:zone==~us', 'constraint:gpu==yes'] }).hosts.map(
      (it) => it.fix,
    )
    expect(fix?.text).toBe('Add label gpu=yes to n1')
  })
})

describe('the nearest fix', () => {
  const full = aHost('n1', {
    containers: [
      aContainer('small', { reservation: { cpus: 0, memoryBytes: GiB } }),
      aContainer('large', { reservation: { cpus: 0, memoryBytes: 6 * GiB } }),
    ],
  })
  it.each<[string, PlacementHost[], PlacementRequest, string, string]>([
    [
      'a label',
      [aHost('n1', { labels: { zone: 'eu' } })],
      { env: ['constraint:zone==us'] },
      'label-host',
      'Change label zone of n1 from eu to us',
    ],
    [
      'a pattern',
      [aHost('n1')],
      { env: ['constraint:zone==/us|eu/'] },
      'soften-rule',
      'Make zone==/us|eu/ a wish: constraint:zone==~/us|eu/',
    ],
    [
      'a built-in',
      [aHost('n1', { labels: { ostype: 'linux' } })],
      { env: ['constraint:ostype==windows'] },
      'soften-rule',
      'Make ostype==windows a wish: constraint:ostype==~windows',
    ],
    [
      'a port',
      [aHost('n1', { containers: [aContainer('web', { requestedPorts: [publishes('80')] })] })],
      { portBindings: [publishes('80')] },
      'free-port',
      'Free port 80 on n1 (held by web)',
    ],
    ['a pause', [aHost('n1', { availability: 'paused' })], {}, 'activate-host', 'Set n1 to active'],
    [
      'slots',
      [aHost('n1', { labels: { containerslots: '0' } })],
      {},
      'raise-limit',
      'Raise label containerslots of n1 to 1',
    ],
    ['an image', [aHost('n1')], { env: ['affinity:image==redis:7.2'] }, 'other', 'Pull redis:7.2 on n1'],
    [
      'a neighbour',
      [aHost('n1', { containers: [aContainer('web')] })],
      { env: ['affinity:container!=web'] },
      'other',
      'Move web away from n1',
    ],
    ['memory', [full], { memoryBytes: 2 * GiB }, 'free-capacity', 'Move small away from n1'],
    ['more memory', [full], { memoryBytes: 3 * GiB }, 'free-capacity', 'Move large away from n1'],
    ['too much', [aHost('n1')], { memoryBytes: 9 * GiB }, 'other', 'Ask for at most 8 GiB of memory'],
    [
      'a platform',
      [aHost('n1', { platform: { os: 'linux', architecture: 'aarch64' } })],
      { platform: 'linux/amd64' },
      'drop-rule',
      'Drop platform linux/amd64, if the image also exists for linux/arm64',
    ],
    ['a link', [aHost('n1')], { links: ['db:db'] }, 'other', 'Start db on n1'],
    ['a pin', [aHost('n1')], { host: 'n9' }, 'drop-rule', 'Unpin it from n9'],
  ])('for %s', (_name, hosts, request, kind, text) => {
    expect(fixOf(hosts, request)).toEqual({ kind, text })
  })
  it('names the host that a pin gives by its id', () => {
    const hosts = [aHost('n1'), aHost('n2', { id: 'c0ffee' })]
    expect(explained(hosts, { host: 'c0ffee' }).rules.map(({ wants }) => wants)).toContain('only n2')
    expect(fixOf(hosts, { host: 'c0ffee' })?.text).toBe('Unpin it from n2')
  })
  it('moves a dependency that is elsewhere', () => {
    const hosts = [aHost('n1'), aHost('n2', { health: 0, containers: [aContainer('db')] })]
    expect(fixOf(hosts, { links: ['db'] })?.text).toBe('Move db to n1')
  })
  it('is not offered when one change is not enough', () => {
    expect(fixOf([aHost('n1', { availability: 'paused' })], { env: ['constraint:zone==us'] })).toBeNull()
  })
  it('is what makes the host eligible', () => {
    const request = { env: ['constraint:zone==us'] }
    expect(explained([aHost('n1', { labels: { zone: 'us' } })], request).chosenHostId).toBe('id-n1')
  })
})

describe('a summary', () => {
  it('says what decided', () => {
    const busy = aHost('a', { containers: [aContainer('x')] })
    const half = { cpus: 2, memoryBytes: 0 }
    expect(explained([busy, aHost('b')], {}).summary).toBe(
      'All 2 hosts satisfied every rule; b had the fewest containers of those that ranked first.',
    )
    expect(explained([aHost('a', { reservedElsewhere: half }), aHost('b')], { cpus: 1 }).summary).toContain(
      'b ranked first',
    )
    expect(explained([aHost('a'), aHost('b')], {}, { strategy: 'random', random: () => 0.9 }).summary).toContain(
      'b was drawn at random',
    )
  })
})
