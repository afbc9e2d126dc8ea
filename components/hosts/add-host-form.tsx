'use client'
// Adding a host: how to reach it, its address, what the way needs. It is added only after the test has passed.
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input, TextArea } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { claimDrops } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { useAddHost, useTestConnection } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import type { AddHostRequest } from '@/lib/contract/hosts'
import { addHostTexts } from '@/lib/texts/add-host'
import { hostTexts } from '@/lib/texts/hosts'
import { ConnectionSteps, FoundEngine } from './connection-steps'
import { fieldOfDropped } from './dropped-file'
import { makeAddress, readAddress, readLabels, type Way, ways } from './host-address'

type Draft = {
  way: Way
  address: string
  name: string
  ca: string
  cert: string
  key: string
  sshKey: string
  labels: string
}
const empty: Draft = { way: 'tls', address: '', name: '', ca: '', cert: '', key: '', sshKey: '', labels: '' }

function requestOf(draft: Draft, sshHostKey: string | undefined): AddHostRequest {
  const labels = readLabels(draft.labels)
  const tls = Object.fromEntries(
    (['ca', 'cert', 'key'] as const).flatMap((part) => (draft[part].trim() ? [[part, draft[part]]] : [])),
  )
  return {
    address: makeAddress(draft.way, draft.address),
    ...(draft.name.trim() ? { name: draft.name.trim() } : {}),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(draft.way === 'tls' && Object.keys(tls).length > 0 ? { tls } : {}),
    ...(draft.way === 'ssh' && draft.sshKey.trim() ? { sshKey: draft.sshKey } : {}),
    ...(draft.way === 'ssh' && sshHostKey ? { sshHostKey } : {}),
  }
}

/** What decides whether the host can be reached; labels and name do not. */
const reachOf = ({ address, tls, sshKey, sshHostKey }: AddHostRequest) =>
  JSON.stringify([address, tls, sshKey, sshHostKey])

export function AddHostForm({ title, lead }: { title: string; lead: string }) {
  const t = useTexts(addHostTexts)
  const { add: addWords } = useTexts(hostTexts)
  const router = useRouter()
  const test = useTestConnection()
  const add = useAddHost()
  const blocked = useActBlocked()
  const [draft, setDraft] = useState(empty)
  const [acceptedKey, setAcceptedKey] = useState<string>()
  const [tested, setTested] = useState('')
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))

  useEffect(
    () =>
      claimDrops(({ files }) => {
        for (const { path, content } of files) {
          const field = fieldOfDropped(path)
          if (field === null) continue
          setDraft((now) => ({ ...now, [field === 'key' && now.way === 'ssh' ? 'sshKey' : field]: content }))
        }
      }),
    [],
  )

  const request = requestOf(draft, acceptedKey)
  const reach = reachOf(request)
  const isTested = tested === reach && test.data?.ok === true
  const noAddress = request.address === '' ? t.noAddress : undefined
  const runTest = (wanted: AddHostRequest) => {
    setTested(reachOf(wanted))
    add.reset()
    test.mutate(wanted)
  }
  const submit = () => {
    if (noAddress || blocked) return
    if (!isTested) return runTest(request)
    add.mutate(request, {
      onSuccess: (host) => {
        toast({ kind: 'ok', text: t.added(host.name) })
        router.push(`/hosts/${host.id}`)
      },
    })
  }
  const offeredKey = tested === reach && !test.data?.ok ? test.data?.sshHostKey : undefined
  const shownTest = tested === reach ? (test.data ?? null) : null

  return (
    <div className="first-run">
      <section>
        <h2>{title}</h2>
        <p className="lead">{lead}</p>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <div className="how" role="radiogroup" aria-label={t.how}>
            {ways.map((way) => (
              <label key={way.id}>
                <input
                  type="radio"
                  name="way"
                  className="box"
                  checked={draft.way === way.id}
                  onChange={() => change({ way: way.id })}
                />
                <span>
                  {t.ways[way.id]}
                  <small>{t.ways[`${way.id}Words`]}</small>
                </span>
              </label>
            ))}
          </div>
          <div className="pair">
            <Field label={draft.way === 'unix' ? t.socket : t.address}>
              {(control) => (
                <Input
                  {...control}
                  mono
                  value={draft.address}
                  placeholder={ways.find((way) => way.id === draft.way)?.placeholder}
                  onChange={(event) => {
                    const { way } = readAddress(event.target.value)
                    change({ address: event.target.value, ...(way ? { way } : {}) })
                  }}
                />
              )}
            </Field>
            <Field label={t.name}>
              {(control) => (
                <Input
                  {...control}
                  value={draft.name}
                  placeholder={t.asEngine}
                  onChange={(event) => change({ name: event.target.value })}
                />
              )}
            </Field>
          </div>
          {draft.way === 'tls' && <TlsFields draft={draft} change={change} />}
          {draft.way === 'ssh' && (
            <Field label={t.key} hint={t.keyHint}>
              {(control) => (
                <TextArea
                  {...control}
                  mono
                  value={draft.sshKey}
                  onChange={(event) => change({ sshKey: event.target.value })}
                />
              )}
            </Field>
          )}
          <Field label={t.labels} hint={t.labelsHint}>
            {(control) => (
              <Input
                {...control}
                mono
                value={draft.labels}
                placeholder="zone=kiel storage=nvme"
                onChange={(event) => change({ labels: event.target.value })}
              />
            )}
          </Field>
          <div className="acts">
            <Button
              look="primary"
              busy={add.isPending}
              disabledReason={blocked ?? noAddress ?? (isTested ? undefined : t.waits)}
              onClick={submit}
            >
              {addWords}
            </Button>
            <Button type="submit" busy={test.isPending} disabledReason={blocked ?? noAddress}>
              {shownTest ? t.again : t.test}
            </Button>
            {!isTested && <span className="small dim">{noAddress ?? t.waits}</span>}
          </div>
          <InlineError error={add.error} />
        </form>
      </section>
      <section aria-live="polite">
        <h2>{t.testTitle}</h2>
        <p className="lead">{t.testLead}</p>
        <ConnectionSteps way={draft.way} test={shownTest} isRunning={test.isPending} />
        {offeredKey && (
          <div className="cmd">
            <code className="cut">{offeredKey}</code>
            <Button
              size="small"
              className="push"
              onClick={() => {
                setAcceptedKey(offeredKey)
                runTest(requestOf(draft, offeredKey))
              }}
            >
              {t.itsKey}
            </Button>
          </div>
        )}
        {shownTest && !test.isPending && <FoundEngine test={shownTest} />}
        <InlineError error={tested === reach ? test.error : null} />
      </section>
    </div>
  )
}

function TlsFields({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const t = useTexts(addHostTexts)
  const area = (part: 'ca' | 'cert' | 'key', label: string, hint?: string) => (
    <Field label={label} hint={hint}>
      {(control) => (
        <TextArea
          {...control}
          mono
          rows={2}
          value={draft[part]}
          placeholder="-----BEGIN"
          onChange={(event) => change({ [part]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      {area('ca', t.ca, t.caHint)}
      <div className="pair">
        {area('cert', t.cert)}
        {area('key', t.certKey)}
      </div>
    </>
  )
}
