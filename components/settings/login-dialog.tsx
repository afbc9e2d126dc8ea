'use client'
// A login at a registry: given, tried from every host, and only then stored. Hosts pull, not the browser: theirs is the
// word that counts, and where some cannot reach the registry the login may still be right.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { usePutRegistry, useTestRegistry } from '@/lib/client/use-registries'
import { type Registry, registryAddress } from '@/lib/contract/registries'
import { settingsTexts } from '@/lib/texts/settings'
import { uiTexts } from '@/lib/texts/ui'
import { TestResults } from './test-results'

type Props = { known: readonly Registry[]; replaced?: Registry; onClose: () => void }

export function LoginDialog({ known, replaced, onClose }: Props) {
  const words = useTexts(settingsTexts)
  const t = words.login
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  const test = useTestRegistry()
  const put = usePutRegistry()
  const [written, setWritten] = useState(replaced?.address ?? '')
  const [username, setUsername] = useState(replaced?.username ?? '')
  const [password, setPassword] = useState('')
  const [tested, setTested] = useState('')

  const parsed = registryAddress.safeParse(written)
  const address = parsed.data ?? ''
  const holder = replaced ? undefined : known.find((one) => one.address === address && one.username !== null)
  const fixed = holder?.source === 'settings' ? words.registries.fixed : undefined
  const login = { address, username: username.trim(), password }
  const mark = JSON.stringify(login)
  const isFilled = address !== '' && login.username !== '' && password !== ''
  const unready = blocked ?? fixed ?? (isFilled ? undefined : t.unready)
  const isTested = tested === mark && !test.isPending
  const results = isTested ? test.data : undefined
  const isWell = results?.every(({ ok }) => ok) ?? false

  const runTest = () => {
    setTested(mark)
    put.reset()
    test.mutate(login)
  }
  const store = () =>
    put.mutate(login, {
      onSuccess: () => {
        toast({ kind: 'ok', text: t.stored(address) })
        onClose()
      },
    })
  const submit = () => {
    if (unready !== undefined || test.isPending || put.isPending) return
    if (isTested && isWell) store()
    else runTest()
  }

  return (
    <Dialog
      title={replaced ? t.replace(replaced.address) : t.add}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {ui.cancel}
          </Button>
          <Button
            look={isTested && isWell ? 'default' : 'primary'}
            busy={test.isPending}
            disabledReason={unready}
            onClick={runTest}
          >
            {isTested ? t.again : t.test}
          </Button>
          <Button
            look={isTested && isWell ? 'primary' : 'default'}
            busy={put.isPending}
            disabledReason={unready ?? (isTested ? undefined : t.untested)}
            onClick={store}
          >
            {isTested && !isWell ? t.storeAnyway : t.store}
          </Button>
        </>
      }
    >
      {!replaced && (
        <Field
          label={t.address}
          hint={holder ? t.replaces(holder.username ?? '') : t.addressHint}
          error={fixed ?? (written.trim() !== '' && !parsed.success ? t.bad : undefined)}
        >
          {(control) => (
            <Input
              {...control}
              mono
              autoFocus
              placeholder="registry.example.com:5000"
              value={written}
              onChange={(event) => setWritten(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={t.user}>
        {(control) => <Input {...control} value={username} onChange={(event) => setUsername(event.target.value)} />}
      </Field>
      <Field label={t.password} hint={t.passwordHint}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            autoFocus={replaced !== undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <TestResults results={results} isRunning={test.isPending} />
      <InlineError error={put.error ?? (isTested ? test.error : null)} />
    </Dialog>
  )
}
