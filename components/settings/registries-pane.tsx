'use client'
// Logins at registries, and where built images go.
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { useActBlocked } from '@/lib/client/use-live'
import { useRegistries, useRemoveRegistry } from '@/lib/client/use-registries'
import type { Registry } from '@/lib/contract/registries'
import { settingsTexts } from '@/lib/texts/settings'
import { BuildRegistry } from './build-registry'
import { RegistryTable } from './registry-table'
import { TestedDialog } from './tested-dialog'

const LoginDialog = dynamic(() => loadPart(() => import('./login-dialog')).then((it) => it.LoginDialog), { ssr: false })

type Asked = { act: 'add' } | { act: 'replace' | 'test' | 'remove'; registry: Registry }

export function RegistriesPane() {
  const t = useTexts(settingsTexts)
  const blocked = useActBlocked()
  const { data, error, refetch } = useRegistries()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  const logins = (data ?? []).filter(({ username }) => username !== null)
  return (
    <>
      <SectionHead
        title={t.registries.title}
        remark={logins.length > 0 ? t.registries.count(logins.length) : undefined}
        end={
          <Button size="small" icon={Plus} disabledReason={blocked} onClick={() => setAsked({ act: 'add' })}>
            {t.registries.add}
          </Button>
        }
      />
      <p className="pad-x pb-3 ink-2 prose">{t.registries.lead}</p>
      {data ? (
        <>
          {data.length === 0 ? (
            <Empty title={t.registries.none}>{t.registries.noneLead}</Empty>
          ) : (
            <RegistryTable registries={data} blocked={blocked} onAsk={(act, registry) => setAsked({ act, registry })} />
          )}
          <BuildRegistry registry={data.find(({ buildPrefix }) => buildPrefix !== null)} />
        </>
      ) : error ? (
        <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what={t.what} rows={4} />
      )}
      {asked?.act === 'add' && <LoginDialog known={data ?? []} onClose={close} />}
      {asked?.act === 'replace' && <LoginDialog known={data ?? []} replaced={asked.registry} onClose={close} />}
      {asked?.act === 'test' && <TestedDialog address={asked.registry.address} onClose={close} />}
      {asked?.act === 'remove' && <RemoveDialog registry={asked.registry} blocked={blocked} onClose={close} />}
    </>
  )
}

function RemoveDialog({
  registry: { address, username },
  blocked,
  onClose,
}: {
  registry: Registry
  blocked: string | undefined
  onClose: () => void
}) {
  const t = useTexts(settingsTexts).remove
  const remove = useRemoveRegistry()
  return (
    <ConfirmDialog
      title={t.title(address)}
      confirmLabel={t.go}
      items={[{ id: address, content: address, remark: username }]}
      disabledReason={blocked}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(address, { onSuccess: onClose })}
    >
      {t.lead}
    </ConfirmDialog>
  )
}
