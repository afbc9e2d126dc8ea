import { describe, expect, it, vi } from 'vitest'
import { AppError } from '@/server/errors'
import { aNetwork } from '@/server/testing/stack-builders'
import { onceAttached } from './coming-overlay'

const withScope = (scope: 'swarm' | 'global') => ({ networks: () => [aNetwork('net', { scope })] })
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

  it('fails at once for another reason, and where no overlay can still come', async () => {
    const full = failing('port is already allocated')
    await expect(onceAttached(withScope('swarm'), full)).rejects.toThrow('port is already allocated')
    const gone = failing('network search_net not found')
    await expect(onceAttached(withScope('global'), gone)).rejects.toThrow('not found')
    expect([full, gone].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })
})
