// Ports and subnets that others hold, each with who holds it and a free one that a click writes into the text.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { Conflict } from '@/lib/contract/plan-effects'
import { planTexts } from '@/lib/texts/deploy-plan'

type OnFree = ((conflict: Conflict) => Promise<boolean>) | undefined

const keyOf = (conflict: Conflict) =>
  conflict.kind === 'port'
    ? `${conflict.service} ${conflict.published}/${conflict.protocol}`
    : `${conflict.network} ${conflict.index} ${conflict.subnet}`

export function PlanConflicts({ conflicts, onFree }: { conflicts: Conflict[]; onFree: OnFree }) {
  const t = useTexts(planTexts).conflicts
  if (conflicts.length === 0) return null
  return (
    <ul className="plan-conflicts" aria-label={t.title}>
      {conflicts.map((conflict) => (
        <ConflictRow key={keyOf(conflict)} conflict={conflict} onFree={onFree} />
      ))}
    </ul>
  )
}

function ConflictRow({ conflict, onFree }: { conflict: Conflict; onFree: OnFree }) {
  const t = useTexts(planTexts)
  const [notWritten, setNotWritten] = useState(false)
  const free = conflict.kind === 'port' ? conflict.free : (conflict.free?.subnet ?? null)
  const none = conflict.kind === 'port' ? t.conflicts.noPort : t.conflicts.noSubnet
  return (
    <li>
      <StateMark kind="warn" words={t.warning} />
      <span>
        {conflictWords(conflict, t)} <span className="ink-2">{free === null ? none : t.conflicts.free(free)}</span>
        {notWritten && <b role="alert"> {t.conflicts.notWritten}</b>}
      </span>
      {free !== null && onFree && (
        <Button size="small" onClick={() => void onFree(conflict).then((written) => setNotWritten(!written))}>
          {t.conflicts.use(free)}
        </Button>
      )}
    </li>
  )
}

function conflictWords(conflict: Conflict, t: (typeof planTexts)['en']): string {
  const words = t.conflicts
  if (conflict.kind === 'port') {
    const holders = conflict.holders.map(({ name, hostName }) => words.holds(name, hostName)).join(', ')
    return words.port(`${conflict.published}/${conflict.protocol}`, conflict.service).replace('{holders}', holders)
  }
  const { subnet, network, holder } = conflict
  return holder.hostName === null
    ? words.subnet(subnet, network, holder.network, holder.subnet)
    : words.subnetOn(subnet, network, holder.network, holder.subnet, holder.hostName)
}
