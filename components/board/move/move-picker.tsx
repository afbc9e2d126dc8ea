'use client'
// "Move to…": what the drag does, for the menu, for a phone and for a cluster too broad to drag across.
import { useMemo } from 'react'
import { useTexts } from '@/lib/client/language'
import { errorSaid } from '@/lib/client/said'
import { moveDialogTexts } from '@/lib/texts/move-dialogs'
import { movesTexts } from '@/lib/texts/moves'
import { PickDialog } from '../drag/pick-dialog'
import { inPickOrder, PickList } from '../drag/pick-list'
import { type Cluster, type Held, useVerdicts } from './use-verdicts'

type Props = { held: Held; cluster: Cluster; onPick: (hostId: string) => void; onClose: () => void }

export function MovePicker({ held, cluster, onPick, onClose }: Props) {
  const t = useTexts(moveDialogTexts).pick
  const moves = useTexts(movesTexts)
  const { hosts } = cluster
  const { verdicts, error } = useVerdicts(held, cluster, hosts)
  const places = useMemo(
    () => hosts.map(({ id, name }) => ({ id, name, verdict: verdicts?.get(id) })).sort(inPickOrder),
    [hosts, verdicts],
  )
  return (
    <PickDialog title={t.title(held.title)} filter={t.filter} count={hosts.length} onClose={onClose}>
      {(isWanted) => {
        const shown = places.filter(isWanted)
        return (
          <>
            {error !== null && <p className="fail">{moves.cannotAsk(errorSaid(error))}</p>}
            {hosts.length < 2 && <p className="ink-2">{t.noOther}</p>}
            <PickList label={t.hosts} places={shown} onPick={onPick} />
            {shown.length === 0 && <p className="dim">{t.none}</p>}
          </>
        )
      }}
    </PickDialog>
  )
}
