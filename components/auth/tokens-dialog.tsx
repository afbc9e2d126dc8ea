'use client'
// Tokens for scripts: made, shown once, withdrawn.
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { When } from '@/components/ui/time'
import { useCreateToken, useDeleteToken, useTokens } from '@/lib/client/use-session'

const lifetimes = [
  { days: '30', words: '30 days' },
  { days: '365', words: 'a year' },
  { days: '', words: 'until withdrawn' },
]

export function TokensDialog({ onClose }: { onClose: () => void }) {
  const tokens = useTokens()
  const create = useCreateToken()
  const remove = useDeleteToken()
  const [name, setName] = useState('')
  const [days, setDays] = useState('365')
  const unready = name.trim() === '' ? 'name it first' : undefined
  const add = () => {
    if (unready) return
    create.mutate(
      { name: name.trim(), ...(days === '' ? {} : { expiresInDays: Number(days) }) },
      { onSuccess: () => setName('') },
    )
  }
  return (
    <Dialog
      title="API tokens"
      broad
      onClose={onClose}
      onSubmit={add}
      footer={
        <Button look="ghost" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p className="ink-2 prose">
        A script sends a token as <code>Authorization: Bearer TOKEN</code> and may do everything that you may.
      </p>
      {create.data && (
        <div className="cmd">
          <code className="cut">{create.data.token}</code>
          <CopyButton text={create.data.token} label="Copy the token" />
          <span className="push dim small">shown this once</span>
        </div>
      )}
      {tokens.error ? (
        <ErrorPanel title="The tokens could not be read" error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : (
        <ul className="scope">
          {tokens.data?.length === 0 && <li className="dim">No tokens yet</li>}
          {tokens.data?.map((token) => (
            <li key={token.id}>
              <span className="cut">{token.name}</span>
              <span className="push dim small nw">
                {token.lastUsedAt ? (
                  <>
                    used <When at={token.lastUsedAt} />
                  </>
                ) : (
                  'never used'
                )}
                {token.expiresAt && (
                  <>
                    , until <When at={token.expiresAt} />
                  </>
                )}
              </span>
              <IconButton icon={Trash2} label={`Withdraw ${token.name}`} onClick={() => remove.mutate(token.id)} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <Field label="New token for">
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={100}
                placeholder="backup script"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label="Good for">
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              {lifetimes.map((lifetime) => (
                <option key={lifetime.days} value={lifetime.days}>
                  {lifetime.words}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" look="primary" busy={create.isPending} disabledReason={unready}>
          Make token
        </Button>
      </div>
      <InlineError error={create.error ?? remove.error} />
    </Dialog>
  )
}
