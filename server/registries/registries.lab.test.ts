// Real engines and a registry behind a login: what was built on one host reaches the others through it, with the stored
// login and with no other; and a registry that refuses or is away is named, while what runs runs on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab, LockedRegistry } from '@/e2e/lab/types'
import { createDownloadSizes } from '@/server/image-sizes/download-sizes'
import { type LabStacks, openLabStacks } from '@/server/testing/lab-stacks'

const compose = `
services:
  app:
    build: ./app
    network_mode: none
    command: [sleep, "1000"]
    stop_grace_period: 0s
    deploy: {replicas: 3, placement: {max_replicas_per_node: 1}}
`
const files = (page: string) => [
  { path: 'compose.yaml', content: compose },
  { path: 'app/Dockerfile', content: 'FROM busybox\nCOPY page.html /page.html\n' },
  { path: 'app/page.html', content: page },
]
const counted = (operations: { kind: string }[]) => {
  const count = (kind: string) => operations.filter((item) => item.kind === kind).length
  return {
    build: count('build-image'),
    push: count('push-image'),
    pull: count('pull-image'),
    copy: count('copy-image'),
  }
}

describe.sequential('a registry for what is built', () => {
  let lab: Lab
  let locked: LockedRegistry
  let open: LabStacks

  beforeAll(async () => {
    lab = await startLab({ hosts: 3 })
    locked = await lab.lockedRegistry()
    const builds = { address: locked.address, prefix: `${locked.address}/team`, login: null }
    open = await openLabStacks(lab, undefined, builds)
  })
  afterAll(async () => {
    await open?.close()
    await lab?.down()
  })
  const pages = () =>
    Promise.all(
      [1, 2, 3].map(async (number) => {
        const container = open.cluster.container(`built-app-${number}`)
        const shown = await lab.docker(container?.hostName ?? '', 'exec', container?.id ?? '', 'cat', '/page.html')
        return shown.stdout.trim()
      }),
    )
  const tagsOn = async (host: string) =>
    (await lab.docker(host, 'images', '--format', '{{.Repository}}:{{.Tag}}')).stdout.split('\n')

  it('is not used without a login, nor with a wrong one, and both are said', async () => {
    const { address, username } = locked
    await expect(open.deployed('built', compose, { files: files('one') })).rejects.toThrow(
      new RegExp(`Pushing .* failed: .*${address} wants a login`),
    )
    await open.registries.put(address, { username, password: 'not the one' })
    const tried = await open.registries.test({ address })
    expect(tried.map(({ hostName, ok }) => [hostName, ok])).toEqual(lab.hosts.map(({ name }) => [name, false]))
    expect(tried[0]?.message).toContain(`${address} refused the user ${username}`)
    await expect(open.deployed('built', compose, { files: files('one') })).rejects.toThrow(
      new RegExp(`Pushing .* failed: .*${address} refused the user ${username}`),
    )
    // Not even where it was built, or one of three would run.
    expect(open.cluster.containersOf({ stack: 'built' })).toEqual([])
  })

  it('gets what one host has built, and gives it to the others', async () => {
    const { address, username, password } = locked
    const tried = await open.registries.test({ address, username, password })
    expect(tried.map(({ ok }) => ok)).toEqual([true, true, true])
    await open.registries.put(address, { username, password })
    const first = await open.deployed('built', compose, { files: files('two') })
    expect(counted(first.operations)).toEqual({ build: 1, push: 1, pull: 2, copy: 0 })
    expect(await pages()).toEqual(['two', 'two', 'two'])
    for (const { name } of lab.hosts) {
      const tags = await tagsOn(name)
      expect(tags).toContain('built-app:latest')
      expect(tags.filter((tag) => tag.startsWith(address))).toEqual([])
    }
    expect((await open.deployed('built', compose, { files: files('two') })).operations).toEqual([])
  })

  it('spares hosts that have forgotten it another build, and keeps what an older revision ran', async () => {
    const next = await open.deployed('built', compose, { files: files('three') })
    expect(counted(next.operations)).toEqual({ build: 1, push: 1, pull: 2, copy: 0 })
    await open.ended((await open.stacks.remove('built', { volumes: true }, 'test')).id)
    for (const { id, name } of open.cluster.hosts()) {
      await lab.docker(name, 'image', 'prune', '--all', '--force', '--filter', 'label=io.lotse.build')
      await open.cluster.refresh(id, ['images'])
    }
    const again = await open.deployed('built', compose, { files: files('two') })
    expect(counted(again.operations)).toEqual({ build: 0, push: 0, pull: 3, copy: 0 })
    expect(await pages()).toEqual(['two', 'two', 'two'])
  })

  it('and the mirror of the engines tell what a pull would load', async () => {
    const { address, username } = locked
    const sizes = createDownloadSizes({ cluster: open.cluster, registries: open.registries, now: () => new Date() })
    const { reference: pushed = '' } = (await open.db.pushedImage.findFirst()) ?? {}
    const asked = ['busybox', pushed, `${address}/team/none:1`]
    const sizeOf = await sizes.of(
      asked.map((reference) => ({ reference, hostNames: lab.hosts.map(({ name }) => name) })),
    )
    // The same layer, compressed again by an engine, and one with a page of a few bytes.
    const [busybox, built, none] = sizeOf.map(({ bytes }) => bytes)
    expect(busybox).toBeGreaterThan(100_000)
    expect(built).toBeGreaterThan(busybox ?? 0)
    expect(built).toBeLessThan((busybox ?? 0) + 100_000)
    expect(none).toBeNull()
    expect(sizeOf[2]?.error).toContain('manifest unknown')
    await open.registries.remove(address)
    const noLogin = createDownloadSizes({ cluster: open.cluster, registries: open.registries, now: () => new Date() })
    const [refused] = await noLogin.of([{ reference: pushed, hostNames: ['n1'] }])
    expect(refused?.error).toContain(`${address} wants a login`)
    await open.registries.put(address, { username, password: locked.password })
  })

  it('is pushed over where somebody else has put another image under the name', async () => {
    const { address, username, password } = locked
    const pushed = await open.db.pushedImage.findMany({ orderBy: { pushedAt: 'asc' } })
    const { reference = '' } = pushed[0] ?? {}
    await lab.docker('n1', 'login', '--username', username, '--password', password, address)
    await lab.docker('n1', 'tag', 'busybox', reference)
    await lab.docker('n1', 'push', reference)
    await lab.docker('n1', 'rmi', reference)
    await lab.docker('n1', 'logout', address)
    await open.ended((await open.stacks.remove('built', { volumes: true }, 'test')).id)
    for (const { id, name } of open.cluster.hosts()) {
      await lab.docker(name, 'image', 'prune', '--all', '--force', '--filter', 'label=io.lotse.build')
      await open.cluster.refresh(id, ['images'])
    }
    const anew = await open.deployed('built', compose, { files: files('two') })
    expect(counted(anew.operations)).toEqual({ build: 1, push: 1, pull: 2, copy: 0 })
    expect(await pages()).toEqual(['two', 'two', 'two'])
  })

  it('that is away is named, and what runs runs on', async () => {
    const before = open.cluster.containersOf({ stack: 'built' }).map(({ id }) => id)
    await locked.stop()
    await expect(open.deployed('built', compose, { files: files('four') })).rejects.toThrow(
      new RegExp(`Pushing .* failed: .*${locked.address}.*connection refused`),
    )
    const after = open.cluster.containersOf({ stack: 'built' })
    expect(after.map(({ id }) => id).sort()).toEqual(before.sort())
    expect(after.every(({ state }) => state === 'running')).toBe(true)
  })

  it('leaves its password in no journal', async () => {
    const kept = JSON.stringify([
      await open.db.operation.findMany(),
      await open.db.deployment.findMany(),
      await open.db.revision.findMany(),
      await open.db.activity.findMany(),
      await open.db.registry.findMany(),
    ])
    expect(kept).toContain(locked.username)
    expect(kept).not.toContain(locked.password)
    expect(kept).not.toContain(Buffer.from(`${locked.username}:${locked.password}`).toString('base64'))
  })
})
