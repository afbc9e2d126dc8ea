'use client'
// The doctor: a name on a network, checked from every host. Reading the engines needs no consent; a look from inside does.
import { Microscope, Stethoscope } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { Ring } from '@/components/ui/progress'
import { SectionHead } from '@/components/ui/section'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { useDoctor } from '@/lib/client/use-doctor'
import { useActBlocked } from '@/lib/client/use-live'
import { useNetworks } from '@/lib/client/use-networks'
import { doctorRequest } from '@/lib/contract/doctor'
import type { Network } from '@/lib/contract/networks'
import { doctorTexts } from '@/lib/texts/doctor'
import { DoctorFinding } from './doctor-finding'

/** Those whose engine answers names: all that people make. */
const hasNames = (network: Network): boolean => !network.predefined && !network.ingress

export function DoctorPane() {
  const t = useTexts(doctorTexts)
  const blocked = useActBlocked()
  const networks = useNetworks()
  const [address, setAddress] = useAddress()
  const check = useDoctor()
  const [asking, setAsking] = useState(false)
  const offered = (networks.data ?? []).filter(hasNames)
  const network = address.get('network') ?? ''
  const name = address.get('name') ?? ''
  const port = address.get('port') ?? ''
  const request = doctorRequest.safeParse({ name, port: port === '' ? null : Number(port) })
  const failed = (field: string) => request.error?.issues.some(({ path }) => path[0] === field)
  const chosen = offered.find((each) => each.id === network)
  const unready = chosen && request.success ? undefined : t.unready
  const run = (probe: boolean) => {
    if (!chosen || !request.success) return
    setAsking(false)
    check.mutate({ ...request.data, network: chosen.id, probe })
  }
  const result = check.data
  // What was checked may differ from what stands in the fields by now.
  const asked = check.variables
  const askedNetwork = offered.find((each) => each.id === asked?.network)
  const probed = (result?.hosts ?? []).filter(({ from }) => from !== null)
  return (
    <>
      <form
        className="doctor-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!blocked) run(false)
        }}
      >
        <Field label={t.network}>
          {(control) => (
            <Select {...control} value={network} onChange={(event) => setAddress({ network: event.target.value })}>
              <option value="">{t.chooseNetwork}</option>
              {offered.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.displayName}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.name} error={name !== '' && failed('name') ? t.badName : undefined}>
          {(control) => (
            <Input
              {...control}
              mono
              value={name}
              placeholder={t.nameHint}
              onChange={(event) => setAddress({ name: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label={t.port} error={failed('port') ? t.badPort : undefined}>
          {(control) => (
            <Input
              {...control}
              mono
              inputMode="numeric"
              value={port}
              placeholder={t.portHint}
              onChange={(event) => setAddress({ port: event.target.value.trim() })}
            />
          )}
        </Field>
        <Button
          type="submit"
          look="primary"
          icon={Stethoscope}
          busy={check.isPending}
          disabledReason={blocked ?? unready}
        >
          {result ? t.again : t.check}
        </Button>
      </form>
      {check.error ? (
        <ErrorPanel title={t.failed} error={check.error} onRetry={() => run(asked?.probe ?? false)} />
      ) : !asked ? (
        <Empty title={t.start}>{t.startLead}</Empty>
      ) : (
        <>
          <SectionHead
            title={t.result(
              `${asked.name}${asked.port === null ? '' : `:${asked.port}`}`,
              askedNetwork?.displayName ?? '',
            )}
            remark={asked.probe ? t.fromProbes : t.fromEngines}
            end={
              result &&
              probed.length > 0 && (
                <Button icon={Microscope} disabledReason={blocked} onClick={() => setAsking(true)}>
                  {t.probeAsk}
                </Button>
              )
            }
          />
          <ul className="findings" aria-live="polite" aria-busy={check.isPending}>
            {check.hosts.map((finding) => (
              <DoctorFinding
                key={finding.hostId}
                finding={finding}
                asked={{ ...asked, networkId: asked.network, network: askedNetwork?.displayName ?? '' }}
              />
            ))}
          </ul>
          {check.isPending && (
            <p className="pad dim">
              <Ring turns /> {t.looking}
            </p>
          )}
          {result?.hosts.length === 0 && <p className="pad dim">{t.noHosts}</p>}
        </>
      )}
      {asking && (
        <ConfirmDialog
          title={t.probe.title(probed.length)}
          confirmLabel={t.probe.go}
          danger={false}
          confirmWord={null}
          disabledReason={blocked}
          items={probed.map(({ hostId, hostName, from, image }) => ({
            id: hostId,
            content: (
              <span>
                <b>{hostName}</b> <span className="dim">{t.probe.beside(from ?? '')}</span>
              </span>
            ),
            remark: image === null ? t.probe.noImage : t.probe.image(image),
          }))}
          onConfirm={() => run(true)}
          onClose={() => setAsking(false)}
        >
          {t.probe.lead}
        </ConfirmDialog>
      )}
    </>
  )
}
