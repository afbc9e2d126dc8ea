'use client'
// Tokens for scripts: made, shown once, withdrawn.
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { Filled } from '@/components/ui/filled'
import { When } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { useCreateToken, useDeleteToken, useTokens } from '@/lib/client/use-session'
import { authTexts } from '@/lib/texts/auth'
import { uiTexts } from '@/lib/texts/ui'

const lifetimes = [
  { days: '30', name: 'month' },
  { days: '365', name: 'year' },
  { days: '', name: 'open' },
] as const

export function TokensDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(authTexts).tokens
  const ui = useTexts(uiTexts)
  const tokens = useTokens()
  const create = useCreateToken()
  const remove = useDeleteToken()
  const [name, setName] = useState('')
  const [days, setDays] = useState('365')
  const unready = name.trim() === '' ? t.unready : undefined
  const add = () => {
    if (unready) return
    create.mutate(
      { name: name.trim(), ...(days === '' ? {} : { expiresInDays: Number(days) }) },
      { onSuccess: () => setName('') },
    )
  }
  return (
    <Dialog
      title={t.title}
      broad
      onClose={onClose}
      onSubmit={add}
      footer={
        <Button look="ghost" onClick={onClose}>
          {ui.close}
        </Button>
      }
    >
      <p className="ink-2 prose">
        <Filled text={t.lead} parts={{ header: <code>{'Authorization: Bearer TOKEN'}</code> }} />
      </p>
      {create.data && (
        <div className="cmd">
          <code className="cut">{create.data.token}</code>
          <CopyButton text={create.data.token} label={t.copy} />
          <span className="push dim small">{t.once}</span>
        </div>
      )}
      {tokens.error ? (
        <ErrorPanel title={t.failed} error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : (
        <ul className="scope">
          {tokens.data?.length === 0 && <li className="dim">{t.none}</li>}
          {tokens.data?.map((token) => (
            <li key={token.id}>
              <span className="cut">{token.name}</span>
              <span className="push dim small nw">
                {token.lastUsedAt ? (
                  <Filled text={t.used} parts={{ when: <When at={token.lastUsedAt} /> }} />
                ) : (
                  t.neverUsed
                )}
                {token.expiresAt && <Filled text={t.until} parts={{ when: <When at={token.expiresAt} /> }} />}
              </span>
              <IconButton icon={Trash2} label={t.withdraw(token.name)} onClick={() => remove.mutate(token.id)} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1">
          <Field label={t.newFor}>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={100}
                placeholder={t.example}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label={t.goodFor}>
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              {lifetimes.map((lifetime) => (
                <option key={lifetime.days} value={lifetime.days}>
                  {t[lifetime.name]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" look="primary" busy={create.isPending} disabledReason={unready}>
          {t.make}
        </Button>
      </div>
      <InlineError error={create.error ?? remove.error} />
    </Dialog>
  )
}
