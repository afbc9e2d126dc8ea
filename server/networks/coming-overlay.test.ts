import { describe, expect, it, vi } from 'vitest'
import { AppError } from '@/server/errors'
import { aNetwork } from '@/server/testing/inventory-builders'
import { aHost } from '@/server/testing/stack-builders'
import { callOff, joiningOf } from './called-off'
import { onceAttached as ask } from './coming-overlay'

const withScope = (scope: 'swarm' | 'global', isManager = false) => {
  const host = aHost('n1')
  const hosts = () => [
    { ...host, engine: host.engine && { ...host.engine, swarm: { state: 'active' as const, isManager } } },
  ]
  return { networks: () => [aNetwork('net', { scope })], hosts }
}
const onceAttached = (
  cluster: Parameters<typeof ask>[0],
  start: () => Promise<string>,
  beforeAgain: () => void = () => undefined,
) => ask(cluster, start, { subject: 'c1', beforeAgain })
const failing = (message: string) => {
  const start = vi.fn<() => Promise<string>>()
  start.mockRejectedValueOnce(new AppError('engine_error', message)).mockResolvedValue('started')
  return start
}

describe('a start on an overlay', () => {
  it('is tried again when the engine does not have the overlay yet', async () => {
    for (const message of ['network search_net not found', 'attaching to network failed, make sure …']) {
      const start = failing(message)
      expect(await onceAttached(withScope('swarm'), start)).toBe('started')
      expect(start).toHaveBeenCalledTimes(2)
    }
  })

  it('is tried again when the engine has waited for its managers in vain and then lacks the overlay', async () => {
    const start = failing('attaching to network failed, make sure …: context deadline exceeded')
    start.mockRejectedValueOnce(new AppError('engine_error', 'network net not found', { details: { statusCode: 404 } }))
    expect(await onceAttached(withScope('swarm', true), start)).toBe('started')
    expect(start).toHaveBeenCalledTimes(3)
  })

  it('is not tried again once nobody wants it', async () => {
    const start = failing('network net not found')
    const stop = () => {
      throw new AppError('cancelled', 'enough')
    }
    await expect(onceAttached(withScope('swarm', true), start, stop)).rejects.toThrow('enough')
    expect(start).toHaveBeenCalledTimes(1)
  })

  it('fails at once for another reason, and where no overlay can still come', async () => {
    const full = failing('port is already allocated')
    await expect(onceAttached(withScope('swarm'), full)).rejects.toThrow('port is already allocated')
    const gone = failing('network search_net not found')
    await expect(onceAttached(withScope('global'), gone)).rejects.toThrow('not found')
    expect([full, gone].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('fails at once where a manager knows no overlay of that name', async () => {
    for (const [name, calls] of [
      ['nosuch', 1],
      ['net', 2],
    ] as const) {
      const start = failing(`network ${name} not found`)
      await onceAttached(withScope('swarm', true), start).catch(() => undefined)
      expect(start).toHaveBeenCalledTimes(calls)
    }
  })

  it('fails with the first reason when the container has gone with it', async () => {
    const start = vi.fn<() => Promise<string>>()
    start.mockRejectedValueOnce(new AppError('engine_error', 'network net not found'))
    start.mockRejectedValue(new AppError('engine_error', 'No such container: x', { details: { statusCode: 404 } }))
    await expect(onceAttached(withScope('swarm', true), start)).rejects.toThrow('network net not found')
  })

  it('fails at once with the words of managers that will not have it', async () => {
    for (const words of [
      'rpc error: code = PermissionDenied desc = network net not manually attachable',
      'rpc error: code = InvalidArgument desc = invalid address',
      'network net is not attachable',
    ]) {
      const start = failing(`Could not attach to network net: ${words}`)
      await expect(onceAttached(withScope('swarm', true), start)).rejects.toThrow(words)
      expect(start).toHaveBeenCalledTimes(1)
    }
    const unsure = failing('Could not attach to network net: rpc error: code = Unavailable desc = no leader')
    expect(await onceAttached(withScope('swarm', true), unsure)).toBe('started')
  })

  it('waits no third time for an address that is not to be had', async () => {
    const words = 'attaching to network failed, make sure your network options are correct: context deadline exceeded'
    const start = vi.fn(() => Promise.reject(new AppError('engine_error', words)))
    await expect(onceAttached(withScope('swarm', true), start)).rejects.toThrow(words)
    expect(start).toHaveBeenCalledTimes(2)
  })

  it('is not tried again once somebody has stopped it, and is when it is asked for after that', async () => {
    const words = 'attaching to network failed, make sure …'
    const start = vi.fn(async () => {
      callOff('c1')
      throw new AppError('engine_error', words)
    })
    await expect(onceAttached(withScope('swarm', true), start)).rejects.toThrow(words)
    expect(start).toHaveBeenCalledTimes(1)
    const again = failing(words)
    callOff('c1')
    const asked = onceAttached(withScope('swarm', true), again)
    callOff(joiningOf('c1', 'net'))
    callOff('c2')
    expect(await asked).toBe('started')
  })
})
