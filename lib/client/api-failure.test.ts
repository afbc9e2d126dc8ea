import fc from 'fast-check'
import { expect, it } from 'vitest'
import { apiError } from '@/lib/contract/common'
import { failureIn } from './api-failure'

const details = fc.record(
  {
    fix: fc.oneof(fc.string(), fc.integer()),
    requestId: fc.oneof(fc.string(), fc.constant(null)),
    more: fc.anything(),
  },
  { requiredKeys: [] },
)
const answer = fc.oneof(
  fc.anything(),
  fc.record({
    error: fc.oneof(
      fc.anything(),
      fc.record(
        { code: fc.oneof(fc.string(), fc.integer()), message: fc.string(), details: fc.oneof(details, fc.anything()) },
        { requiredKeys: ['code'] },
      ),
    ),
  }),
)

it('knows a failure where the contract does', () => {
  fc.assert(
    fc.property(answer, (value) => {
      expect(failureIn(value)).toEqual(apiError.safeParse(value).data?.error ?? null)
    }),
    { numRuns: 2_000 },
  )
})
