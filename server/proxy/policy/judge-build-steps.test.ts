// What the steps of a build by BuildKit are given, and what a client runs beside them.
import { describe, expect, it } from 'vitest'
import type { DockerPolicy } from '@/lib/contract/docker-access'
import { entry, field } from '@/server/testing/buildkit'
import { policedBuilders, refusedBy } from '@/server/testing/policed-builders'

const { ground, asked, as, call, solve } = policedBuilders()

describe('a role without settings of the host', () => {
  const step = (...fields: Buffer[]) => field(1, field(2, field(1, Buffer.concat(fields))))
  const inGroup = Buffer.concat([step(field(1, 'true')), step(field(1, 'id'), field(10, '/kept'))])

  it.each([
    ['itself', [entry(7, 'cgroup-parent', '/kept')]],
    ['for a step of its own graph', [field(2, inGroup)]],
    ['for a step of a graph beside it', [field(10, Buffer.concat([field(1, 'base'), field(2, inGroup)]))]],
  ])('builds in no control group that it names %s', async (_where, fields) => {
    await as({})
    expect(await solve(...fields)).toMatchObject(refusedBy('host-settings'))
    expect(asked()).toEqual([])
    await as({ hostSettings: true })
    expect(await solve(...fields)).toMatchObject({ status: 0 })
    await as({})
    expect(await solve(field(2, step(field(1, 'id'), field(10, ''))))).toMatchObject({ status: 0 })
  })
})

describe('a client that runs programs in the builder beside its build', () => {
  const bridge = '/moby.buildkit.v1.frontend.LLBBridge'
  let opened = 0
  const run = (method: string) =>
    call(`${bridge}/${method}`, Buffer.alloc(0), { 'buildkit-controlapi-buildid': `mine${opened}` })
  const open = async (policy: Partial<DockerPolicy>) => {
    await as(policy)
    opened += 1
    void call('/moby.buildkit.v1.Control/Solve', field(1, `mine${opened}`))
  }

  it.each(['NewContainer', 'ExecProcess'])('is refused %s unless it may be root on the host', async (method) => {
    for (const policy of [{}, { privileged: true }, { hostNamespaces: true }]) {
      await open(policy)
      expect(await run(method), JSON.stringify(policy)).toMatchObject(refusedBy('privileged'))
      expect(asked().filter(({ path }) => path.startsWith(bridge))).toEqual([])
    }
    expect(ground.two.endpoint.recorded.at(-1)).toMatchObject({ action: 'docker.refuse', result: 'refused' })
    await open({ privileged: true, hostNamespaces: true })
    expect(await run(method)).toMatchObject({ status: 0 })
  })

  it('is refused calls that nobody knows, whatever else it may', async () => {
    await as({ privileged: true, hostNamespaces: true })
    for (const path of ['/moby.buildkit.v2.Control/Exec', '/moby.buildkit.v1.Control/solve', '//Control/Solve'])
      expect(await call(path, Buffer.alloc(0)), path).toMatchObject(refusedBy('unknown-requests'))
    expect(asked()).toEqual([])
  })
})
