// A host's verdict as one sentence, for the foot of the board and for ears.
import type { placementTexts } from '@/lib/texts/placement'
import { reasonWords } from './reason-words'
import type { Verdict } from './verdicts'

type Words = (typeof placementTexts)['en']

export const verdictTitle = ({ kind, isBest, count, taken }: Verdict, t: Words): string => {
  if (kind === 'here') return t.here
  if (kind === 'fits') return isBest ? t.best : t.fits
  return count > 1 && taken > 0 ? t.some(taken, count) : t.refused
}

export const reasonsText = ({ reasons }: Pick<Verdict, 'reasons'>, t: Words): string =>
  reasons.map((reason) => reasonWords(reason, t.rule)).join('; ')

export const verdictText = (verdict: Verdict, t: Words): string => {
  const why = reasonsText(verdict, t)
  return why === '' ? verdictTitle(verdict, t) : `${verdictTitle(verdict, t)}: ${why}`
}
