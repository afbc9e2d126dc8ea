import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Overview } from '@/lib/contract/overview'
import { AppError } from '@/server/errors'
import type { RescheduleNeeds } from '@/server/overview/reschedule-needs'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { fakeContainer } from '@/server/testing/fake-engine'

let test: TestApi
let needs: RescheduleNeeds | null
beforeEach(async () => {
  needs = null
  test = await openTestApi({ rescheduling: () => needs })
  const engine = await test.engine({ name: 'n1' })
  engine.add(fakeContainer({ Id: 'twin', Name: '/web' }))
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(5_000)
})
afterEach(() => test.end())

it('shows what could not be rescheduled among what needs a human, and removes a copy when a person says so', async () => {
  const { call } = await test.login()
  const remove = (stays: string) => call('POST', '/containers/twin/remove-copy', { stays })
  expect(await remove('other')).toMatchObject({ status: 501, body: { error: { code: 'not_supported' } } })

  const container = test.cluster.container('twin')
  if (!container) throw new Error('no container')
  const removed: string[] = []
  const copy = { name: 'web', hostName: 'n1', isUp: true, createdAt: container.createdAt }
  needs = {
    list: async () => [
      {
        cause: {
          kind: 'copies',
          copies: [
            { ...copy, id: 'twin' },
            { ...copy, id: 'other' },
          ],
        },
        container,
        since: null,
      },
    ],
    removeCopy: async (id, stays) => {
      if (stays !== 'other') throw new AppError('conflict', 'The other copy is not there any more, so this one stays.')
      removed.push(id)
    },
  }
  const { attention } = (await call('GET', '/overview')).body as Overview
  expect(attention).toMatchObject([{ severity: 'fail', title: 'web is there twice', target: { id: 'twin' } }])
  expect(await remove('gone')).toMatchObject({ status: 409 })
  expect(await remove('other')).toMatchObject({ status: 204 })
  expect(removed).toEqual(['twin'])
  const { items } = await test.activity.list({ action: 'container.remove' })
  expect(items.map(({ target, result, actor }) => [target, result, actor])).toEqual([
    ['n1/web', 'ok', 'admin'],
    ['n1/web', 'refused', 'admin'],
    ['n1/web', 'failed', 'admin'],
  ])
})
