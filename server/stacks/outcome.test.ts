import { expect, it } from 'vitest'
import type { OperationRecord } from './apply/record'
import { undoPrefix } from './operations'
import { outcomeError } from './outcome'

const record = (kind: string, target: string, error: string, isUndo = false) =>
  ({
    state: 'failed',
    error,
    operation: { id: `${isUndo ? undoPrefix : ''}${kind} ${target}`, kind, target, hostId: 'h1' },
  }) as unknown as OperationRecord
const sentenceOf = (...records: OperationRecord[]) => outcomeError({ kind: 'deploy' }, records, 'failed', () => 'kiel')

it('names the host once, and ends a sentence that is a question as it is', () => {
  const why =
    'kiel: 10.0.0.1:2375 answers GET /info with something that is not JSON: <html>. Is it the port of a Docker engine?'
  expect(sentenceOf(record('start-container', 'shop-web-1', why))).toBe(
    'Starting shop-web-1 on kiel failed: 10.0.0.1:2375 answers GET /info with something that is not JSON: <html>. Is it the port of a Docker engine? What was not reached runs as before.',
  )
})

it('gives the reason again for what could not be put back only if it is another', () => {
  const first = record('start-container', 'shop-web-1', 'kiel: the host is gone')
  const same = record('remove-container', 'shop-web-1', 'kiel: the host is gone', true)
  const other = record('start-container', 'shop-db-1', 'kiel: no space', true)
  expect(sentenceOf(first, same, other)).toBe(
    'Starting shop-web-1 on kiel failed: the host is gone. Not put back: shop-web-1; shop-db-1 (kiel: no space).',
  )
})
