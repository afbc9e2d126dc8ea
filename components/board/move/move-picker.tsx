'use client'
// "Move to…": what the drag does, for the menu, for a phone and for a cluster too broad to drag across.
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Input } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { errorSaid } from '@/lib/client/said'
import { moveDialogTexts } from '@/lib/texts/move-dialogs'
import { movesTexts } from '@/lib/texts/moves'
import { uiTexts } from '@/lib/texts/ui'
import { inPickOrder, PickList } from '../drag/pick-list'
import { type Cluster, type Held, useVerdicts } from './use-verdicts'

const filterFrom = 8

type Props = { held: Held; cluster: Cluster; onPick: (hostId: string) => void; onClose: () => void }

export function MovePicker({ held, cluster, onPick, onClose }: Props) {
  const t = useTexts(moveDialogTexts).pick
  const moves = useTexts(movesTexts)
  const ui = useTexts(uiTexts)
  const { hosts } = cluster
  const { verdicts, error } = useVerdicts(held, cluster, hosts)
  const [wanted, setWanted] = useState('')
  const places = useMemo(
    () =>
      hosts
        .filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()))
        .map(({ id, name }) => ({ id, name, verdict: verdicts?.get(id) }))
        .sort(inPickOrder),
    [hosts, verdicts, wanted],
  )
  return (
    <Dialog
      title={t.title(held.title)}
      onClose={onClose}
      footer={
        <Button look="ghost" onClick={onClose}>
          {ui.cancel}
        </Button>
      }
    >
      {hosts.length >= filterFrom && (
        <Input
          aria-label={t.filter}
          placeholder={t.filter}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      {error !== null && <p className="fail">{moves.cannotAsk(errorSaid(error))}</p>}
      {hosts.length < 2 && <p className="ink-2">{t.noOther}</p>}
      <PickList label={t.hosts} places={places} onPick={onPick} />
      {places.length === 0 && <p className="dim">{t.none}</p>}
    </Dialog>
  )
}
