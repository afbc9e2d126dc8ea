import { expect, it } from 'vitest'
import { createTransferProgress } from './transfer-progress'

const mebibyte = 2 ** 20
const event = (layer: string, status: string, current: number | null = null, total: number | null = null) => ({
  layer,
  status,
  current,
  total,
})
const a = 'aaaaaaaaaaaa'
const b = 'bbbbbbbbbbbb'

it('adds layers up to one line and a fraction that only grows', () => {
  const read = createTransferProgress()
  expect(read(event('latest', 'Pulling from library/redis'))).toEqual({
    detail: 'Pulling from library/redis',
    fraction: null,
  })
  read(event(a, 'Already exists'))
  read(event(b, 'Pulling fs layer'))
  expect(read(event(b, 'Downloading', 80 * mebibyte, 214 * mebibyte)).detail).toBe('1 of 2 layers, 80 of 214 MiB')
  const fractions = [
    read(event(b, 'Downloading', 200 * mebibyte, 214 * mebibyte)),
    read(event(b, 'Download complete')),
    read(event(b, 'Extracting', 10, 100)),
    read(event(b, 'Pull complete')),
  ].map(({ fraction }) => fraction ?? 0)
  expect([...fractions].sort((x, y) => x - y)).toEqual(fractions)
  expect(fractions.at(-1)).toBe(1)
})
