// What one host's column shows while containers are held: the verdict, what would stay free, and how high they would stand.
import { bytes, cores } from '@/lib/client/format'
import { textsNow } from '@/lib/client/language'
import type { Host } from '@/lib/contract/hosts'
import { placementTexts } from '@/lib/texts/placement'
import type { Offer } from '../hand'
import { blockHeightPx, type Measure, reservedOf, totalOf } from '../layout'
import type { Held, Judged } from './use-verdicts'

export function offerFor(
  host: Host,
  held: Held,
  { judged, target }: { judged: Judged; target: string | null },
  { measure, scale }: { measure: Measure; scale: number },
): Offer {
  const t = textsNow(placementTexts)
  const coming = [...held.containers, ...judged.partners]
    .filter(({ hostId }) => hostId !== host.id)
    .reduce((sum, container) => sum + reservedOf(container, measure), 0)
  const reserved = measure === 'memory' ? host.reserved.memoryBytes : host.reserved.cpus
  const left = Math.max(0, totalOf(host, measure) - reserved - coming)
  return {
    verdict: judged.verdicts?.get(host.id),
    left: measure === 'memory' ? t.left(bytes(left)) : t.leftCores(cores(left)),
    isTarget: host.id === target,
    slotPx: blockHeightPx(coming, scale),
  }
}
