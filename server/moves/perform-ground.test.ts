import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import type { StepAct } from './act'
import { bringImage } from './perform-ground'

it('an image that its target refuses is not held ready by its source for ever', async () => {
  const image = new Readable({ read: () => {} })
  image.push('the beginning')
  const missing = new AppError('engine_error', 'No such image', { details: { statusCode: 404 } })
  const act = {
    cluster: { engine: () => ({ json: async () => ({}), stream: async () => image }), host: () => undefined },
    step: {
      target: 'web:1',
      input: { fromHostId: 'n1', imageId: 'sha256:1', digests: [], sizeBytes: 1 },
    },
    engine: {
      address: 'tcp://n2:2375',
      json: () => Promise.reject(missing),
      stream: () => Promise.reject(new AppError('engine_error', 'no space left on device')),
    },
    signal: new AbortController().signal,
    report: () => {},
  } as unknown as StepAct
  await expect(bringImage(act)).rejects.toThrow('no space left')
  expect(image.destroyed).toBe(true)
})
