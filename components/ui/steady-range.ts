// Which rows of a long list are drawn: those in sight and some around them, as many at each place of the scroll although one
// more or less fits into the window, so that none has to be made or thrown away on the way.
import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

export function createSteadyRange(): (range: Range) => number[] {
  let most = 0
  return (range) => {
    const inSight = range.endIndex - range.startIndex + 1
    if (inSight > most || inSight < most - 2) most = inSight
    return defaultRangeExtractor({ ...range, endIndex: Math.min(range.count - 1, range.startIndex + most - 1) })
  }
}
