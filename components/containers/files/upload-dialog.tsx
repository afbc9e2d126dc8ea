'use client'
// Asks before files go into a container: which, where to, what is there already; then tells how each went.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { type ScopeItem, ScopeList } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { Checkbox } from '@/components/ui/field'
import { Ring } from '@/components/ui/progress'
import { ErrorSaid } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { type UploadItem, type UploadResult, uploadFile } from '@/lib/client/use-files'
import { useActBlocked } from '@/lib/client/use-live'
import { containerFileTexts } from '@/lib/texts/container-files'
import { uiTexts } from '@/lib/texts/ui'

type Props = {
  containerId: string
  containerName: string
  folder: string
  items: UploadItem[]
  /** More were chosen than are taken. */
  isCut: boolean
  /** Names in the folder. */
  taken: ReadonlySet<string>
  onClose: (changed: boolean) => void
}
type Outcome = UploadResult | 'sending'

export function UploadDialog({ containerId, containerName, folder, items, isCut, taken, onClose }: Props) {
  const t = useTexts(containerFileTexts).uploads
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  const [replaces, setReplaces] = useState(false)
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome> | null>(null)
  const clashes = items.filter(({ name }) => taken.has(name))
  const ends = [...(outcomes?.values() ?? [])]
  const done = ends.filter((end) => end === 'done').length
  const left = ends.filter((end) => end === 'exists').length
  const failed = ends.filter((end) => typeof end === 'object').length
  const isOver = outcomes !== null && done + left + failed === items.length

  const run = async (wanted: UploadItem[], overwrite: boolean) => {
    const now = new Map(outcomes ?? [])
    const tell = (name: string, outcome: Outcome) => {
      now.set(name, outcome)
      setOutcomes(new Map(now))
    }
    // One after the other: a folder that the first one makes is there for the next.
    for (const item of wanted) {
      tell(item.name, 'sending')
      tell(item.name, await uploadFile(containerId, folder, item, overwrite))
    }
  }
  const title = t.title(items.length, folder)
  const rows = items.map(({ name, file }): ScopeItem => {
    const outcome = outcomes?.get(name)
    const remark =
      outcome === undefined
        ? taken.has(name)
          ? `${t.there}, ${bytes(file.size)}`
          : bytes(file.size)
        : told(outcome, t)
    return { id: name, content: <span className="mono wrap-anywhere">{name}</span>, remark }
  })
  if (outcomes === null) {
    return (
      <Dialog
        title={title}
        onClose={() => onClose(false)}
        onSubmit={() => blocked === undefined && void run(items, replaces)}
        footer={
          <DialogFooter label={replaces ? t.goReplace : t.go} disabledReason={blocked} onClose={() => onClose(false)} />
        }
      >
        <p className="ink-2">
          {t.lead(containerName)} {isCut && t.many(items.length)}
        </p>
        <ScopeList items={rows} />
        <Checkbox
          label={clashes.length > 0 ? `${t.replace} (${clashes.length})` : t.replace}
          checked={replaces}
          onChange={(event) => setReplaces(event.target.checked)}
        />
      </Dialog>
    )
  }
  const again = items.filter(({ name }) => outcomes.get(name) === 'exists')
  return (
    <Dialog
      title={title}
      onClose={() => isOver && onClose(done > 0)}
      footer={
        <>
          {isOver && again.length > 0 && <Button onClick={() => void run(again, true)}>{t.goReplace}</Button>}
          <Button look="primary" busy={!isOver} onClick={() => onClose(done > 0)}>
            {ui.close}
          </Button>
        </>
      }
    >
      <p className="ink-2" role="status">
        {t.summary(done, left, failed)}
      </p>
      <ScopeList items={rows} />
    </Dialog>
  )
}

function told(outcome: Outcome, t: (typeof containerFileTexts)['en']['uploads']) {
  if (outcome === 'sending') {
    return (
      <>
        <Ring turns /> {t.sending}
      </>
    )
  }
  if (outcome === 'done') {
    return (
      <>
        <StateMark kind="ok" /> {t.done}
      </>
    )
  }
  if (outcome === 'exists') return t.left
  return (
    <span className="fail">
      {t.failed}: <ErrorSaid error={outcome.error} />
    </span>
  )
}
