// Rows of a long list come and go by fours: to lay the list out anew costs the same for one as for a few. Pure.
import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

const step = 4

/** Which rows are drawn: those in sight and some around them, from one whole step to another. */
export const inSteps = ({ startIndex, endIndex, count, overscan }: Range): number[] =>
  defaultRangeExtractor({
    startIndex: Math.floor(startIndex / step) * step,
    endIndex: Math.min(count - 1, Math.ceil((endIndex + 1) / step) * step - 1),
    count,
    overscan,
  })
