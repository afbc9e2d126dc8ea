// A deploy after a move takes the moved container for its own and leaves it where it is, as long as nothing else differs.
import { expect, it } from 'vitest'
import { planStack } from '@/server/stacks/plan'
import { aModel, anImage, aPlanInput, applied, aService, aSnapshot, threeHosts } from '@/server/testing/stack-builders'
import { moveLabel } from './new-container'

const hosts = threeHosts()
const model = aModel(
  [
    aService('web', { deploy: { replicas: 3, placement: {}, resources: {} } }),
    aService('db', { volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
  ],
  { volumes: { data: { name: 'shop_data' } } },
)

it('keeps every container of the stack wherever a move has put it, with the data it has there', () => {
  const first = aPlanInput(model, aSnapshot(hosts, { images: [anImage('web:1', hosts)] }))
  const before = applied(first, planStack(first))
  expect(before.containers).toHaveLength(4)
  for (const moved of before.containers) {
    for (const target of hosts.filter(({ id }) => id !== moved.hostId)) {
      const there = {
        ...moved,
        id: 'f'.repeat(64),
        hostId: target.id,
        hostName: target.name,
        labels: { ...moved.labels, [moveLabel]: 'm1' },
      }
      const snapshot = {
        ...before,
        containers: before.containers.map((container) => (container === moved ? there : container)),
        // The original stays for the way back.
        volumes: before.volumes.flatMap((volume) => [
          volume,
          ...(moved.service === 'db' ? [{ ...volume, hostId: target.id, hostName: target.name }] : []),
        ]),
      }
      const { plan } = planStack(aPlanInput(model, snapshot, { revision: 2 }))
      expect(plan.problems).toEqual([])
      expect(plan.containers.map(({ action }) => action)).toEqual(['keep', 'keep', 'keep', 'keep'])
      expect(plan.operations).toEqual([])
      expect(plan.containers.find(({ name }) => name === moved.name)?.hostId).toBe(target.id)
    }
  }
})
