// A rule that refuses a host, in the reader's language, around the values that the scheduler found.
import { said } from '@/lib/client/said'
import type { placementTexts } from '@/lib/texts/placement'
import type { Reason } from './verdicts'

/** The English of them has parts with types, which the other languages share. */
type Words = (typeof placementTexts)['en']['rule']

const stripped = (text: string, end: RegExp) => text.replace(end, '')

export function reasonWords({ filter, wants, actual }: Reason, t: Words): string {
  switch (filter) {
    case 'health':
      return t.health(wants, said(actual))
    case 'availability':
      return actual === 'draining' ? t.drain : t.paused
    case 'platform':
      return t.platform(wants, actual)
    case 'memory':
      return t.memory(said(stripped(actual, / free$/)))
    case 'cpu':
      return t.cpu(said(stripped(actual, / free$/)))
    case 'port':
      return t.port(said(wants), stripped(actual, /^held by /))
    case 'containerslots':
      return t.slots(said(stripped(actual, / used$/)))
    case 'dependency':
      return t.dependency(wants)
    case 'affinity':
      return t.affinity(wants, said(actual))
    case 'constraint':
    case 'placement':
      return actual === 'no such label' ? t.noLabel(wants) : t.label(wants, said(actual))
    case 'whitelist':
      return t.whitelist(wants)
    case 'maxreplicas':
      return t.most(stripped(stripped(wants, / per host$/), /^at most /), stripped(actual, / here$/))
    case 'volume':
      return t.volume(stripped(wants, /^volume /), stripped(actual, /^on /))
    case 'host':
      return t.host(stripped(wants, /^only /))
    case 'gone':
      return t.gone
    case 'unread':
      return t.unread
    case 'move':
      return stripped(said(actual), /\.$/)
    case 'along':
      return t.along(actual)
    default:
      return t.other(filter, said(wants), said(actual))
  }
}
