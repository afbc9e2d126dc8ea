// Data that is left behind or goes, in a sentence.
import type { VolumeRisk } from '@/lib/contract/plan-effects'
import type { effectTexts } from '@/lib/texts/effects'

export const riskWords = (
  { kind, volume, hostName, container, toHostName }: VolumeRisk,
  { risks }: (typeof effectTexts)['en'],
): string => risks[kind](volume, hostName, container ?? '', toHostName ?? '')
