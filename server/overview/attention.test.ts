import { describe, expect, it } from 'vitest'
import { attentionWords } from '@/lib/attention-words'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Stack } from '@/lib/contract/stacks'
import { attentionOf, troubleOf } from './attention'

const host = (over: Partial<Host>): Host =>
  ({
    id: 'h1',
    name: 'kiel-1',
    state: 'healthy',
    stateReason: null,
    stateSince: '2026-01-01T00:00:00Z',
    failures: 0,
    problems: [],
    containers: { total: 0 },
    ...over,
  }) as Host
const container = (over: Partial<Container>): Container =>
  ({
    id: 'c1',
    name: 'web-1',
    hostName: 'kiel-1',
    image: 'nginx',
    state: 'running',
    health: 'none',
    exitCode: null,
    oomKilled: false,
    restartCount: 0,
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: null,
    stack: null,
    service: null,
    known: true,
    ...over,
  }) as Container
const report = (over: Partial<Stack['report']> = {}): Stack['report'] => ({
  desired: 1,
  fulfilled: 1,
  jobsDone: 0,
  faults: [],
  moreFaults: 0,
  deployment: null,
  ...over,
})
const stack = (over: Partial<Stack>): Stack =>
  ({ name: 'shop', managed: true, state: 'running', report: report(), deployedAt: null, ...over }) as Stack
const attention = (over: Partial<Parameters<typeof attentionOf>[0]>) =>
  attentionOf({ hosts: [], containers: [], stacks: [], ...over })

describe('what needs a human', () => {
  it('is nothing while all is well', () => {
    expect(attention({ hosts: [host({})], containers: [container({})], stacks: [stack({})] })).toEqual([])
  })

  it('is a silent host once, with its reason, and not each of its containers', () => {
    const items = attention({
      hosts: [
        host({
          state: 'unreachable',
          stateReason: 'TCP connect times out',
          containers: { total: 2, running: 2, paused: 0, stopped: 0 },
          problems: [{ code: 'connection', message: 'TCP connect times out.' }],
        }),
      ],
      containers: [container({ known: false, health: 'unhealthy' })],
    })
    expect(items).toMatchObject([
      {
        severity: 'fail',
        title: 'kiel-1 does not answer',
        text: 'TCP connect times out. 2 containers were there when it last answered.',
      },
    ])
  })

  it('tells apart a host that answers badly, one that never did, and one being tried', () => {
    expect(attention({ hosts: [host({ state: 'suspect' })] })).toMatchObject([{ severity: 'warn' }])
    expect(attention({ hosts: [host({ state: 'pending', failures: 2 })] })).toMatchObject([
      { title: 'kiel-1 has never answered' },
    ])
    expect(attention({ hosts: [host({ state: 'pending' })] })).toEqual([])
  })

  it('is a problem of a host that answers', () => {
    const problems = [{ code: 'duplicate-engine' as const, message: 'Same engine as kiel-2.', fix: 'Remove one.' }]
    expect(attention({ hosts: [host({ problems })] })).toMatchObject([
      { severity: 'fail', title: 'kiel-1: duplicate engine', text: 'Same engine as kiel-2. Remove one.' },
    ])
  })

  it.each([
    [{ state: 'exited', exitCode: 137, oomKilled: true }, 'oom'],
    [{ state: 'exited', exitCode: 1 }, 'exited'],
    [{ state: 'restarting', exitCode: 1, restartCount: 4 }, 'restarting'],
    [{ state: 'running', health: 'unhealthy' }, 'unhealthy'],
    [{ state: 'dead' }, 'dead'],
    [{ state: 'exited', exitCode: 0 }, undefined],
    [{ state: 'exited', exitCode: 143 }, undefined],
    [{ state: 'exited', exitCode: 137 }, undefined],
    [{ state: 'running', health: 'starting' }, undefined],
    [{ state: 'paused', health: 'unhealthy' }, undefined],
    [{ state: 'running', oomKilled: true }, undefined],
  ] as [Partial<Container>, string | undefined][])('%j is %s', (over, kind) => {
    expect(troubleOf(container(over))?.kind).toBe(kind)
  })

  describe('of rescheduling', () => {
    type Need = NonNullable<Parameters<typeof attentionOf>[0]['rescheduling']>[number]
    type Cause = Extract<Need['cause'], { kind: 'reschedule' }>
    const need = (name: string, over: Partial<Cause> = {}): Need => ({
      cause: {
        kind: 'reschedule',
        act: 'move',
        why: { kind: 'volume', volumes: ['data'] },
        host: 'kiel-1',
        hostId: 'h1',
        other: null,
        names: [name],
        ...over,
      },
      container: { id: `id-${name}`, name },
      since: '2026-01-01T00:00:00Z',
    })
    const copy = (hostName: string, isUp: boolean) => ({
      id: hostName,
      name: 'web',
      hostName,
      isUp,
      createdAt: '2026-01-01T00:00:00Z',
    })

    it('is what could not be moved, by its reason, those of one host and reason together', () => {
      const why: Cause['why'] = {
        kind: 'place',
        hosts: [{ host: 'kiel-2', says: 'port 8080/tcp: held by x', fix: 'Free port 8080 on kiel-2 (held by x)' }],
        more: 0,
      }
      const items = attention({ rescheduling: [need('db'), need('web', { why }), need('cache')] })
      expect(items.map(({ title, text }) => [title, text])).toEqual([
        [
          '2 containers could not be rescheduled from kiel-1',
          'For each of cache and db: Its data is in the local volume data of kiel-1. Bring kiel-1 back; with the label io.lotse.reschedule.volumes=empty it would begin anew without its data. It is tried again every ten seconds.',
        ],
        [
          'web could not be rescheduled from kiel-1',
          'No other host takes it. kiel-2: port 8080/tcp: held by x. Free port 8080 on kiel-2 (held by x), or bring kiel-1 back. It is tried again every ten seconds.',
        ],
      ])
    })

    it('names some where there are many', () => {
      const needs = Array.from({ length: 500 }, (_, at) => need(`job-${at}`))
      const [item] = attention({ rescheduling: needs })
      expect(item?.title).toBe('500 containers could not be rescheduled from kiel-1')
      expect(item?.text).toMatch(/^For each of (job-\d+, ){7}job-\d+ and 492 others: Its data is/)
    })

    it('comes after the lost host that it follows from, however new it is', () => {
      const lost = host({ state: 'unreachable', stateReason: 'no answer', stateSince: '2025-12-31T00:00:00Z' })
      expect(attention({ hosts: [lost], rescheduling: [need('db')] }).map(({ cause }) => cause.kind)).toEqual([
        'host',
        'reschedule',
      ])
    })

    it('is two copies, worse when both run', () => {
      const copies = (isUp: boolean): Need => ({
        cause: { kind: 'copies', copies: [copy('kiel-2', true), copy('kiel-1', isUp)] },
        container: { id: 'kiel-2', name: 'web' },
        since: null,
      })
      expect(attention({ rescheduling: [copies(true)] })).toMatchObject([
        { severity: 'fail', title: 'web is there twice' },
      ])
      expect(attention({ rescheduling: [copies(false)] })).toMatchObject([
        {
          severity: 'warn',
          text: expect.stringMatching(/^kiel-2\/web \(running\) and kiel-1\/web \(stopped\) are copies/),
        },
      ])
    })

    it('has words for every reason in both languages', () => {
      const whys: Cause['why'][] = [
        { kind: 'volume', volumes: ['a', 'b'] },
        { kind: 'unread' },
        { kind: 'network', networks: ['lan'] },
        { kind: 'place', hosts: [], more: 3 },
        { kind: 'name', place: 'kiel-2/web' },
        { kind: 'image', image: 'web:1', host: 'kiel-2', message: 'pull access denied' },
        { kind: 'said', message: 'no space left on device', fix: null },
      ]
      const acts: Cause['act'][] = ['move', 'finish', 'remove', 'clear']
      for (const why of whys)
        for (const act of acts) {
          const [item] = attention({ rescheduling: [need('web', { act, why, other: 'kiel-2' })] })
          const said = (['en', 'de'] as const).map((language) => attentionWords(item!, language))
          for (const { title, text } of said) expect(`${title} ${text}`).not.toMatch(/undefined|null|\[object/)
          expect(said[0]?.title).not.toBe(said[1]?.title)
        }
    })
  })

  it('counts the replicas of one service as one', () => {
    const replica = (id: string, hostName: string) =>
      container({ id, hostName, stack: 'shop', service: 'web', health: 'unhealthy' })
    const items = attention({
      containers: [replica('a', 'kiel-1'), replica('b', 'kiel-2'), container({ id: 'c', health: 'unhealthy' })],
    })
    expect(items.map(({ title }) => title).sort()).toEqual([
      '2 containers of shop/web: each fails its health check',
      'web-1 fails its health check',
    ])
    expect(items.map(({ text }) => text)).toContain('nginx on kiel-1, kiel-2')
  })

  it('is a stack that failed, but not one that others deployed', () => {
    const deployment = {
      kind: 'deploy',
      state: 'failed',
      revision: 3,
      done: 0,
      total: 2,
      error: 'web has no image.',
    } as const
    const failed = stack({ state: 'failed', report: report({ deployment }) })
    expect(attention({ stacks: [failed, stack({ name: 'other', managed: false, state: 'down' })] })).toMatchObject([
      {
        severity: 'fail',
        title: 'shop could not be deployed',
        text: 'Revision 3 failed: web has no image. Its one container runs.',
      },
    ])
  })

  it('can be said in German from its cause', () => {
    const replica = (id: string) => container({ id, stack: 'shop', service: 'web', state: 'restarting', exitCode: 1 })
    const items = attention({
      hosts: [host({ state: 'unreachable', stateReason: 'TCP connect times out', containers: { total: 1 } as never })],
      containers: [replica('a'), replica('b')],
      stacks: [stack({ state: 'down' })],
    })
    expect(items.map((item) => Object.values(attentionWords(item, 'de'))).sort()).toEqual([
      ['2 Container von shop/web: jeder endet immer wieder mit Code 1', 'nginx auf kiel-1'],
      ['kiel-1 antwortet nicht', 'TCP connect times out. Als er zuletzt antwortete, war 1 Container darauf.'],
      ['shop ist ausgefallen', 'Sein einer Container läuft.'],
    ])
  })

  it('comes worst first and has an id that stays', () => {
    const given = {
      hosts: [host({ state: 'suspect' })],
      containers: [container({ state: 'exited', exitCode: 2, finishedAt: '2026-01-03T00:00:00Z' })],
      stacks: [stack({ state: 'down', deployedAt: '2026-01-02T00:00:00Z' })],
    }
    const ids = attention(given).map(({ id }) => id)
    expect(ids).toEqual(['stack:shop:down', 'container:c1:exited', 'host:h1:state'])
    expect(attention(given).map(({ id }) => id)).toEqual(ids)
  })
})
