'use client'
// Mounts, a row each. A named volume is declared at the top of the file, as compose wants it.
import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { keysAt } from '@/lib/compose-text/document'
import type { Edit } from '@/lib/compose-text/edit-text'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { Entry, OriginNote } from './fields'
import { Inherited } from './inherited'
import { type MountRow, mountRow, mountValue, namedVolume } from './mount-rows'
import { useScope } from './scope'
import { Fold } from './section-fold'

export function VolumesSection() {
  const t = useTexts(deployFormPartTexts)
  const { refused } = useTexts(deployFormTexts)
  const { open, base, model, read, pathOf, write, drop, readOnly } = useScope()
  const value = read(['volumes'])
  const items = Array.isArray(value) ? value : []
  const rows = items.map(mountRow)
  /** The first format has no place to declare a volume. */
  const declared = (row: MountRow): Edit[] => {
    const name = namedVolume(row)
    if (name === null || base.length === 1 || keysAt(open, ['volumes']).includes(name) || model?.volumes[name])
      return []
    return [{ kind: 'set', path: ['volumes', name], value: {} }]
  }
  const change = (at: number, part: Partial<MountRow>, done = false): undefined => {
    const row = { ...(rows[at] ?? mountRow('')), ...part }
    const renewed = 'source' in part ? mountRow(row.source === '' ? row.target : `${row.source}:${row.target}`) : row
    const next = row.form === 'short' ? { ...row, type: renewed.type } : row
    write(
      { kind: 'set', path: pathOf(['volumes', at]), value: mountValue(next, items[at]) },
      ...(done ? declared(next) : []),
    )
  }
  return (
    <Fold title={t.volumes} count={items.length}>
      {rows.map((row, at) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only notes that focus left the row
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a mount is its place in the list
          key={at}
          className="row-mount"
          onBlur={() => {
            const edits = declared(row)
            if (edits.length > 0) write(...edits)
          }}
        >
          <Entry
            mono
            aria-label={t.mount.source}
            shown={row.source}
            placeholder={t.mount.unnamed}
            commit={(text) => change(at, { source: text })}
          />
          <span className="dim">→</span>
          <Entry
            mono
            aria-label={t.mount.target}
            shown={row.target}
            commit={(text) => (text === '' ? undefined : change(at, { target: text }))}
          />
          <Checkbox
            checked={row.readOnly}
            disabled={readOnly}
            label={t.mount.readOnly}
            onChange={(event) => change(at, { readOnly: event.target.checked })}
          />
          <IconButton
            icon={X}
            label={t.mount.remove(row.target)}
            disabled={readOnly}
            onClick={() => drop(pathOf(['volumes', at]))}
          />
        </div>
      ))}
      <OriginNote path={['volumes']} />
      <Inherited list="volumes" />
      <Button
        size="small"
        look="ghost"
        icon={Plus}
        {...(readOnly ? { disabledReason: refused.invalid } : {})}
        onClick={() => {
          const row = mountRow('data:/data')
          write(
            { kind: 'insert', path: pathOf(['volumes']), index: items.length, value: mountValue(row) },
            ...declared(row),
          )
        }}
      >
        {t.mount.add}
      </Button>
    </Fold>
  )
}
