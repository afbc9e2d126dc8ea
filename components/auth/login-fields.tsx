'use client'
// Name and password, as the sign-in page and the sign-in over a kept page ask for them.
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import type { ApiError } from '@/lib/client/api'
import { useTexts } from '@/lib/client/language'
import { authTexts } from '@/lib/texts/auth'

export type Credentials = { username: string; password: string }

function refusal({ code, details }: ApiError, t: (typeof authTexts)['en']): string | undefined {
  if (code === 'unauthenticated') return t.wrong
  if (code !== 'rate_limited') return undefined
  return t.tooOften(Math.ceil(Number(details.retryAfterSeconds ?? 60) / 60))
}

type Props = { value: Credentials; error: unknown; onChange: (value: Credentials) => void }

export function LoginFields({ value, error, onChange }: Props) {
  const t = useTexts(authTexts)
  const [shown, setShown] = useState(false)
  return (
    <>
      <InlineError error={error} words={(refused) => refusal(refused, t)} />
      <Field label={t.name}>
        {(control) => (
          <Input
            {...control}
            name="username"
            autoComplete="username"
            required
            value={value.username}
            onChange={(event) => onChange({ ...value, username: event.target.value })}
          />
        )}
      </Field>
      <Field label={t.password}>
        {(control) => (
          <div className="in-field">
            <Input
              {...control}
              name="password"
              type={shown ? 'text' : 'password'}
              autoComplete="current-password"
              required
              autoFocus
              data-first-focus
              value={value.password}
              onChange={(event) => onChange({ ...value, password: event.target.value })}
            />
            <IconButton icon={shown ? EyeOff : Eye} label={shown ? t.hide : t.show} onClick={() => setShown(!shown)} />
          </div>
        )}
      </Field>
    </>
  )
}
