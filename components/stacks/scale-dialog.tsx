'use client'
// How many containers a service has. The plan decides where they go.
import { useState } from 'react'
import { PlanPanel } from '@/components/deploy/plan-panel'
import { problemSaid } from '@/components/deploy/problem-said'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useScale, useScalePlan } from '@/lib/client/use-stacks'
import type { Deployment } from '@/lib/contract/deployments'
import type { Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'

type Props = { stack: Stack; onClose: () => void; onBegun: (deployment: Deployment) => void }

export function ScaleDialog({ stack, onClose, onBegun }: Props) {
  const blocked = useActBlocked()
  const t = useTexts(stackTexts).scale
  const [service, setService] = useState(stack.services[0]?.name ?? '')
  const current = stack.services.find((entry) => entry.name === service)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? String(current?.desired ?? 1)
  const replicas = /^\d{1,5}$/.test(text) && Number(text) <= 10_000 ? Number(text) : null
  const scale = useScale(stack.name)
  const reason = replicas === null ? t.range : replicas === current?.desired ? t.same : undefined
  const plan = useScalePlan(stack.name, reason === undefined && replicas !== null ? { service, replicas } : null)
  const shown = reason === undefined ? plan.data : undefined
  return (
    <Dialog
      broad
      title={t.title(stack.name)}
      onClose={onClose}
      onSubmit={() => {
        if (reason === undefined && replicas !== null) scale.mutate({ service, replicas }, { onSuccess: onBegun })
      }}
      footer={
        <DialogFooter
          label={t.go}
          busy={scale.isPending}
          disabledReason={blocked ?? reason ?? (shown && problemSaid(shown))}
          onClose={onClose}
        />
      }
    >
      <Field label={t.service}>
        {(control) => (
          <Select
            {...control}
            value={service}
            onChange={(event) => {
              setService(event.target.value)
              setTyped(null)
            }}
          >
            {stack.services.map((entry) => (
              <option key={entry.name} value={entry.name}>
                {t.now(entry.name, entry.desired)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t.containers} hint={t.hint} error={replicas === null ? t.range : undefined}>
        {(control) => (
          <Input {...control} inputMode="numeric" value={text} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <div className="dialog-plan" aria-busy={plan.isFetching}>
        {shown && <PlanPanel plan={shown} />}
        {reason === undefined && plan.error && <InlineError error={plan.error} />}
      </div>
      <InlineError error={scale.error} />
    </Dialog>
  )
}
