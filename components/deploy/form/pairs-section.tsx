'use client'
// Environment or labels: rows of name and value. Values that look like secrets are hidden until they are looked at.
import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { useTexts } from '@/lib/client/language'
import { isSecretName } from '@/lib/mask'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { Entry, OriginNote } from './fields'
import { Inherited } from './inherited'
import { addedPair, freeName, pairEdits, pairPath, pairRows } from './pair-rows'
import { useScope } from './scope'
import { Fold } from './section-fold'

export function PairsSection({ name, title, fresh }: { name: 'environment' | 'labels'; title: string; fresh: string }) {
  const t = useTexts(deployFormPartTexts)
  const { dialog, refused } = useTexts(deployFormTexts)
  const { read, pathOf, write, drop, readOnly } = useScope()
  const value = read([name])
  const rows = pairRows(value)
  const path = pathOf([name])
  return (
    <Fold title={title} count={rows.length}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place in the list
        <div key={at} className="row-pair">
          <Entry
            mono
            aria-label={t.pair.name}
            shown={row.name}
            commit={(text) => {
              if (text === '' || /[=\s]/.test(text)) return dialog.nameForm
              if (rows.some((other, index) => index !== at && other.name === text)) return refused.taken
              write(...pairEdits(path, value, at, { ...row, name: text }))
            }}
          />
          <Entry
            mono
            aria-label={`${t.pair.value} ${row.name}`}
            type={isSecretName(row.name) ? 'password' : 'text'}
            shown={row.value ?? ''}
            placeholder={row.value === null ? t.pair.outside : ''}
            commit={(text) => write(...pairEdits(path, value, at, { ...row, value: text }))}
          />
          <IconButton
            icon={X}
            label={t.pair.remove(row.name)}
            disabled={readOnly}
            onClick={() => drop(pairPath(path, value, at))}
          />
        </div>
      ))}
      <OriginNote path={[name]} />
      {name === 'environment' && <Inherited list="environment" />}
      <Button
        size="small"
        look="ghost"
        icon={Plus}
        {...(readOnly ? { disabledReason: refused.invalid } : {})}
        onClick={() => write(addedPair(path, value, { name: freeName(rows, fresh), value: '' }))}
      >
        {t.pair.add}
      </Button>
    </Fold>
  )
}
