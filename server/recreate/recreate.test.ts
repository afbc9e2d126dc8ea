import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { names, newId, oldId, refused, silent, stubEngine } from '@/server/testing/recreate-engine'
import { recreate } from './recreate'
import { healthPatienceMs } from './wait-until-up'

describe('recreating', () => {
  it('interrupts only after the new one is made, and keeps everything that is not edited', async () => {
    const stub = stubEngine()
    expect(await stub.run()).toEqual({ kind: 'end', outcome: 'recreated', containerId: newId, message: '' })
    expect(stub.calls).toEqual([
      'POST /containers/OLD/rename',
      'POST /containers/create',
      'POST /networks/back/connect',
      'POST /containers/OLD/stop',
      'POST /containers/NEW/start',
      'DELETE /containers/OLD',
    ])
    expect(names(stub)).toEqual(['b /web runs'])
    expect(stub.containers.get(newId)).toMatchObject({
      Config: { Image: 'nginx:1', Env: ['MODE=slow'] },
      HostConfig: { NetworkMode: 'front', CapAdd: ['NET_ADMIN'] },
    })
  })

  it('leaves a stopped one stopped', async () => {
    const stub = stubEngine({ old: { State: { Running: false, ExitCode: 0 } } })
    expect(await stub.run()).toMatchObject({ outcome: 'recreated' })
    expect(stub.steps()).toEqual(['rename done', 'create done', 'remove done'])
    expect(names(stub)).toEqual(['b /web stands'])
  })

  it('is refused before anything is touched when it cannot go well', async () => {
    const removesItself = stubEngine({ old: { HostConfig: { AutoRemove: true } } })
    await expect(removesItself.run()).rejects.toThrow('removes itself')
    const paused = stubEngine({ old: { State: { Running: true, Paused: true } } })
    await expect(paused.run()).rejects.toThrow('unpause it first')
    expect([...removesItself.calls, ...paused.calls]).toEqual([])
  })

  it('says so when only the original could not be tidied away', async () => {
    const stub = stubEngine({ failures: [{ on: /DELETE .*OLD/, error: refused('device busy') }] })
    const end = await stub.run()
    expect(end).toMatchObject({ outcome: 'recreated', message: expect.stringContaining('web.before-edit-aaaaaaaa-up') })
  })
})

it('tells the last words of what did not come up without the secrets in them', async () => {
  const stub = stubEngine({
    old: { Config: { Image: 'nginx:1', Env: ['MODE=fast'], Tty: true } },
    next: { Running: false, ExitCode: 1 },
  })
  Object.assign(stub.engine, { stream: async () => Readable.from([Buffer.from('no login with password=hunter22\n')]) })
  const { message } = await stub.run()
  expect(message).toContain('Its last words: no login with password=')
  expect(message).not.toContain('hunter22')
})

it('tells why it failed without the secrets in the engine’s words', async () => {
  const error = refused('exec: "web --password=hunter22": not found')
  const stub = stubEngine({ failures: [{ on: /NEW\/start/, error }] })
  const told: string[] = []
  const options = {
    authFor: async () => undefined,
    report: (step: unknown) => told.push(JSON.stringify(step)),
    retryMs: 5,
  }
  const { message } = await recreate(stub.engine, oldId, { setEnv: { MODE: 'slow' } }, options)
  expect(message).toContain('exec: "web --password=')
  expect(message + told.join()).not.toContain('hunter22')
})

describe('an overlay that comes back to its host a moment late', () => {
  const late = [
    { on: /POST .*\/start/, error: refused('attaching to network failed: context deadline exceeded') },
    { on: /POST .*\/start/, error: refused('network front not found', 404) },
  ]
  it('fails no new container', async () => {
    const stub = stubEngine({ failures: late })
    expect(await stub.run()).toMatchObject({ outcome: 'recreated' })
    expect(names(stub)).toEqual(['b /web runs'])
  })

  it('keeps no original from running again', async () => {
    const failures = late.map(({ error }) => ({ on: /OLD\/start/, error }))
    const stub = stubEngine({ failures: [{ on: /NEW\/start/, error: refused('no such program') }, ...failures] })
    expect(await stub.run()).toMatchObject({ outcome: 'restored' })
    expect(names(stub)).toEqual(['a /web runs'])
  })
  it('is told by its name when it does not come', async () => {
    const stub = stubEngine({
      failures: [
        { on: /NEW\/start/, error: refused('no such program') },
        { on: /OLD\/start/, error: refused('network gone not found', 404) },
      ],
    })
    const asksOnce = { authFor: async () => undefined, report: () => undefined, retryMs: 5 }
    const end = await recreate(stub.engine, oldId, { setEnv: { MODE: 'slow' } }, asksOnce)
    expect(end).toMatchObject({ outcome: 'broken', message: expect.stringContaining('network gone not found') })
  })
})

describe('the original comes back', () => {
  const failing: [string, Parameters<typeof stubEngine>[0], RegExp, string[]][] = [
    [
      'when the image is not to be had',
      { failures: [{ on: /images\/nginx%3A1/, error: refused('No such image', 404) }] },
      /image could not be pulled.*not touched/,
      ['a /web runs'],
    ],
    [
      'when it cannot be set aside',
      { failures: [{ on: /OLD\/rename/, error: refused('busy') }] },
      /set aside: busy\./,
      ['a /web runs'],
    ],
    [
      'when the new one cannot be made',
      { failures: [{ on: /create/, error: refused('invalid mount') }] },
      /could not be created: invalid mount\. The original web is back: same name, same networks, it ran on all the time\.$/,
      ['a /web runs'],
    ],
    [
      'when a network does not take it',
      { failures: [{ on: /connect/, error: refused('address in use') }] },
      /address in use\. The original web is back/,
      ['a /web runs'],
    ],
    [
      'when it cannot be stopped',
      { failures: [{ on: /OLD\/stop/, error: refused('no') }] },
      /could not be stopped: no\./,
      ['a /web runs'],
    ],
    [
      'when the new one does not start',
      { failures: [{ on: /NEW\/start/, error: refused('port is already allocated') }] },
      /could not be started: port is already allocated\. The original web is back: same name, same networks, running again\.$/,
      ['a /web runs'],
    ],
    [
      'when the new one ends',
      { next: { Running: false, ExitCode: 3 } },
      /did not come up: it ended with 3\. The original web is back.*running again/,
      ['a /web runs'],
    ],
    [
      'when the new one ends again and again',
      { next: { Running: true, Restarting: true, ExitCode: 1 } },
      /again and again/,
      ['a /web runs'],
    ],
    [
      'when it gets unhealthy',
      { next: { Running: true, Health: { Status: 'unhealthy' } } },
      /health check fails/,
      ['a /web runs'],
    ],
    [
      'when it is killed for memory',
      { next: { Running: false, OOMKilled: true, ExitCode: 137 } },
      /killed for memory/,
      ['a /web runs'],
    ],
  ]
  for (const [when, options, words, left] of failing) {
    it(when, async () => {
      const stub = stubEngine(options)
      const end = await stub.run()
      expect(end).toMatchObject({ outcome: 'restored', containerId: oldId, message: expect.stringMatching(words) })
      expect(names(stub)).toEqual(left)
    })
  }

  it('when the answer to the creation is lost, and takes the lost one away', async () => {
    const stub = stubEngine({ failures: [{ on: /create/, error: silent(), after: true }] })
    expect(await stub.run()).toMatchObject({ outcome: 'restored' })
    expect(names(stub)).toEqual(['a /web runs'])
  })

  it('and not by taking away what somebody else put in its place', async () => {
    const stub = stubEngine({ failures: [{ on: /create/, error: refused('name in use', 409), after: true }] })
    expect(await stub.run()).toMatchObject({ outcome: 'broken' })
    expect(stub.containers.has(newId)).toBe(true)
  })

  it('also over an engine that does not answer for a while', async () => {
    const stub = stubEngine({
      next: { Running: false, ExitCode: 1 },
      failures: [
        { on: /DELETE .*NEW/, error: silent(), times: 2 },
        { on: /OLD\/start/, error: silent(), times: 1 },
      ],
    })
    expect(await stub.run()).toMatchObject({ outcome: 'restored' })
    expect(names(stub)).toEqual(['a /web runs'])
  })

  it('or the end says where it is', async () => {
    const stub = stubEngine({
      next: { Running: false, ExitCode: 1 },
      failures: [{ on: /OLD\/start/, error: refused('no space left on device') }],
    })
    expect(await stub.run()).toMatchObject({
      outcome: 'broken',
      message: expect.stringMatching(/not be put back wholly: no space left on device\. .*nothing of it was removed/),
    })
  })
})

it('a health check is given the time that it asks for', () => {
  expect(healthPatienceMs({})).toBe(250_000)
  expect(healthPatienceMs({ Healthcheck: { Interval: 1e9, Timeout: 1e9, Retries: 2, StartPeriod: 5e9 } })).toBe(21_000)
  expect(healthPatienceMs({ Healthcheck: { Interval: 3600e9 } })).toBe(900_000)
})
