import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'

let test: TestCluster
const open = (resyncMs: number) => {
  test = openTestCluster({ resyncMinMs: resyncMs, resyncMaxMs: resyncMs, pingTimeoutMs: 10_000, readTimeoutMs: 500 })
}
afterEach(() => test.end())

const soon = { timeout: 20_000 }
const joined = async () => {
  const fake = await test.engine()
  await test.cluster.setDiscovered([fake.address])
  await test.cluster.settled(2_000)
  const host = () => test.cluster.hosts()[0]
  const problems = () => host()?.problems.map(({ message }) => message)
  return { fake, host, problems }
}

describe('of a host that answers', () => {
  beforeEach(() => open(20))

  it.each(['html', 'error', 'hang'] as const)('says that it cannot be read, until it is: %s', async (fault) => {
    const { fake, host, problems } = await joined()
    fake.pathFaults.set('/info', fault)
    await expect.poll(problems, soon).toMatchObject([expect.stringMatching(/^It answers, but cannot be read whole; /)])
    const since = host()?.problems[0]?.since
    expect(since).toBe(host()?.refreshedAt)
    // What events tell of is seen all the same.
    fake.add(fakeContainer({ Id: 'later' }))
    await expect.poll(() => test.cluster.container('later'), soon).toBeDefined()
    expect(host()).toMatchObject({ state: 'healthy', problems: [{ since }] })
    fake.pathFaults.clear()
    await expect.poll(problems, soon).toEqual([])
  })

  it('names the list that it does not give, and since when', async () => {
    const { fake, host, problems } = await joined()
    fake.pathFaults.set('/images', 'error')
    await expect.poll(problems, soon).toMatchObject([expect.stringMatching(/^Its images could not be read: /)])
    const [since, looked] = [host()?.problems[0]?.since, host()?.refreshedAt]
    await expect.poll(() => host()?.refreshedAt, soon).not.toBe(looked)
    expect(host()?.problems[0]?.since).toBe(since)
    fake.pathFaults.clear()
    await expect.poll(problems, soon).toEqual([])
  })
})

it('is over with the first reading that brings the list, whoever asked for it', async () => {
  open(600_000)
  const { fake, host, problems } = await joined()
  const refresh = () => test.cluster.refresh(host()?.id ?? '', ['volumes', 'images'])
  fake.pathFaults.set('/volumes', 'error')
  await refresh()
  expect(problems()).toMatchObject([expect.stringMatching(/^Its volumes could not be read: /)])
  fake.pathFaults.clear()
  await test.cluster.refresh(host()?.id ?? '', ['images'])
  expect(problems()).toHaveLength(1)
  await refresh()
  expect(problems()).toEqual([])
})
