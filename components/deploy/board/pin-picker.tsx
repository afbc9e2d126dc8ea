'use client'
// "Bind to…": every host, and every label that several hosts carry, with what they say to the service.
import { useMemo } from 'react'
import { PickDialog } from '@/components/board/drag/pick-dialog'
import { inPickOrder, PickList, type Place } from '@/components/board/drag/pick-list'
import { groupHosts, groupingKeys } from '@/components/board/layout'
import { useTexts } from '@/lib/client/language'
import { labelPin } from '@/lib/compose-text/label-pin'
import type { Pin } from '@/lib/compose-text/pin-edits'
import type { Host } from '@/lib/contract/hosts'
import { deployBoardTexts } from '@/lib/texts/deploy-board'
import { pinWords } from './pin-words'
import type { Ghosts } from './use-ghosts'

type Props = {
  service: string
  hosts: readonly Host[]
  judge: Ghosts['judge']
  onPick: (pin: Pin) => void
  onClose: () => void
}

export function PinPicker({ service, hosts, judge, onPick, onClose }: Props) {
  const t = useTexts(deployBoardTexts)
  const { ofHosts, ofLabels, pins } = useMemo(() => {
    const asked = judge(service)
    const labels = groupingKeys(hosts).flatMap((key) =>
      groupHosts(hosts, key).flatMap(({ value }): Pin[] => (value === null ? [] : [labelPin(hosts, key, value)])),
    )
    const known = new Map<string, Pin>()
    const place = (id: string, pin: Pin, verdict: Place['verdict']): Place => {
      known.set(id, pin)
      return { id, name: pinWords(pin), verdict }
    }
    return {
      ofHosts: hosts.map(({ id, name }) => place(id, { kind: 'host', name }, asked.hosts.get(id))).sort(inPickOrder),
      ofLabels: labels.map((pin) => place(`label ${pinWords(pin)}`, pin, asked.groupOf(pin))).sort(inPickOrder),
      pins: known,
    }
  }, [service, hosts, judge])
  const pick = (id: string) => {
    const pin = pins.get(id)
    if (pin) onPick(pin)
  }
  return (
    <PickDialog title={t.pick.title(service)} filter={t.pick.filter} count={hosts.length} onClose={onClose}>
      {(isWanted) => {
        const groups = ofLabels.filter(isWanted)
        return (
          <>
            {groups.length > 0 && (
              <>
                <h3 className="lbl">{t.pick.groups}</h3>
                <PickList label={t.pick.groups} places={groups} onPick={pick} />
              </>
            )}
            <h3 className="lbl">{t.pick.hosts}</h3>
            <PickList label={t.pick.hosts} places={ofHosts.filter(isWanted)} onPick={pick} />
          </>
        )
      }}
    </PickDialog>
  )
}
