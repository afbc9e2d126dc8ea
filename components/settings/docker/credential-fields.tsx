'use client'
// What certificates and tokens have in common when they are made: for whom, with which role, for how long.
import { Field, Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import type { DockerRole } from '@/lib/contract/docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'

export type Wanted = { name: string; role: DockerRole; days: string }

export const newWanted: Wanted = { name: '', role: 'operator', days: '365' }
export const isName = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}$/.test(name.trim())

const roles = ['reader', 'operator', 'admin'] as const

type Props = {
  wanted: Wanted
  lifetimes: readonly { days: string; name: 'month' | 'year' | 'years' | 'open' }[]
  onChange: (wanted: Wanted) => void
}

export function CredentialFields({ wanted, lifetimes, onChange }: Props) {
  const texts = useTexts(dockerAccessTexts)
  const t = texts.issue
  const isBad = wanted.name.trim() !== '' && !isName(wanted.name)
  return (
    <>
      <Field label={t.name} hint={t.nameHint} error={isBad ? t.badName : undefined}>
        {(control) => (
          <Input
            {...control}
            data-first-focus
            value={wanted.name}
            maxLength={60}
            placeholder={t.example}
            onChange={(event) => onChange({ ...wanted, name: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-end gap-4">
        <Field label={t.role}>
          {(control) => (
            <Select
              {...control}
              value={wanted.role}
              onChange={(event) => onChange({ ...wanted, role: event.target.value as DockerRole })}
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {texts.roles[role]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.goodFor}>
          {(control) => (
            <Select
              {...control}
              value={wanted.days}
              onChange={(event) => onChange({ ...wanted, days: event.target.value })}
            >
              {lifetimes.map(({ days, name }) => (
                <option key={days} value={days}>
                  {t[name]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </>
  )
}
