import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'

let test: TestCluster
beforeEach(() => {
  test = openTestCluster({ resyncMinMs: 20, resyncMaxMs: 20 })
})
afterEach(() => test.end())

const joined = async () => {
  const fake = await test.engine()
  await test.cluster.setDiscovered([fake.address])
  await test.cluster.settled(2_000)
  const problems = () => test.cluster.hosts()[0]?.problems.map(({ message }) => message)
  return { fake, problems }
}

it('says of a host that answers but cannot be read since when, until it is read again', async () => {
  const { fake, problems } = await joined()
  fake.pathFaults.set('/info', 'html')
  await expect
    .poll(problems)
    .toMatchObject([expect.stringMatching(/^It answers, but could not be read since \d\d:\d\d:\d\d UTC; .*not JSON/)])
  expect(test.cluster.hosts()[0]?.state).toBe('healthy')
  fake.pathFaults.clear()
  await expect.poll(problems).toEqual([])
})

it('names the list that an engine does not give', async () => {
  const { fake, problems } = await joined()
  fake.pathFaults.set('/images', 'error')
  await expect.poll(problems).toMatchObject([expect.stringMatching(/^Its images could not be read: /)])
  fake.pathFaults.clear()
  await expect.poll(problems).toEqual([])
})
