import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from './api'
import type { Upload } from './upload-fold'

type Sent = { query: { name: string; overwrite: boolean }; onSent: (bytes: number) => void; signal: AbortSignal }
const sending: { sent: Sent; end: (error?: unknown) => void }[] = []
vi.mock('./send-file', () => ({
  sendFile: (sent: Sent) =>
    new Promise<void>((resolve, reject) => {
      sending.push({ sent, end: (error) => (error === undefined ? resolve() : reject(error)) })
      sent.signal.addEventListener('abort', () => reject(new ApiError(0, 'cancelled', '')))
    }),
}))
const { beginUpload, cancelUpload, forgetUpload, onUploadEnd, replaceExisting } = await import('./uploads')

const item = (name: string) => ({ name, file: new Blob(['abc']) })
const begin = (...names: string[]) =>
  beginUpload({ containerId: 'c1', containerName: 'web', folder: '/srv', items: names.map(item) }, false)
const settled = () => new Promise((resolve) => setTimeout(resolve))
let ended: Upload[]
let unloads: number
let stop: () => void

beforeEach(() => {
  sending.length = 0
  ended = []
  unloads = 0
  vi.stubGlobal('window', { addEventListener: () => (unloads += 1), removeEventListener: () => (unloads -= 1) })
  stop = onUploadEnd((upload) => ended.push(upload))
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
})

describe('uploads', () => {
  it('go one after the other, keep what is there, and ask before the tab is left', async () => {
    const id = begin('a', 'b')
    await settled()
    expect([sending.length, unloads]).toEqual([1, 1])
    sending[0]?.end()
    await settled()
    sending[1]?.end(new ApiError(409, 'conflict', 'there', { exists: true }))
    await settled()
    expect([...(ended[0]?.outcomes ?? [])]).toEqual([
      ['a', 'done'],
      ['b', 'exists'],
    ])
    expect(unloads).toBe(0)

    replaceExisting(id)
    await settled()
    expect(sending[2]?.sent.query).toMatchObject({ name: 'b', overwrite: true })
    sending[2]?.end()
    await settled()
    expect(ended[1]?.outcomes.get('b')).toBe('done')
    forgetUpload(id)
  })

  it('are called off: the one that is being sent stops, the others are not begun', async () => {
    const id = begin('a', 'b')
    await settled()
    cancelUpload(id)
    await settled()
    expect(sending).toHaveLength(1)
    expect([...(ended[0]?.outcomes.values() ?? [])]).toEqual(['cancelled', 'cancelled'])
    forgetUpload(id)
  })

  it('go on with the next after one that failed', async () => {
    const id = begin('a', 'b')
    await settled()
    sending[0]?.end(new Error('no room'))
    await settled()
    sending[1]?.end()
    await settled()
    expect(ended[0]?.outcomes.get('a')).toMatchObject({ error: { message: 'no room' } })
    expect(ended[0]?.outcomes.get('b')).toBe('done')
    forgetUpload(id)
  })
})
