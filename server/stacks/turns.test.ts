import { expect, it } from 'vitest'
import { createTurns } from './turns'

it('plans again when another has been written down meanwhile, however long that takes, so that each port has one holder', async () => {
  const inTurn = createTurns()
  const taken = new Set<number>()
  let plans = 0
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const begin = (planMs: number, writeMs: number) =>
    inTurn(
      async () => {
        plans++
        const free = [1, 2, 3, 4, 5].find((port) => !taken.has(port)) ?? 0
        await wait(planMs)
        return free
      },
      async (port) => {
        await wait(writeMs)
        taken.add(port)
        return port
      },
    )
  const ports = await Promise.all([begin(5, 20), begin(1, 10), begin(15, 1), begin(0, 0), begin(3, 3)])
  expect([...ports].sort()).toEqual([1, 2, 3, 4, 5])
  expect(plans).toBeGreaterThan(5)
})

it('goes on after a plan that could not be written down', async () => {
  const inTurn = createTurns()
  await expect(
    inTurn(
      async () => 1,
      () => Promise.reject(new Error('blocked')),
    ),
  ).rejects.toThrow('blocked')
  await expect(
    inTurn(
      () => Promise.reject(new Error('no such host')),
      async () => 1,
    ),
  ).rejects.toThrow('no such host')
  expect(
    await inTurn(
      async () => 2,
      async (planned) => planned,
    ),
  ).toBe(2)
})
