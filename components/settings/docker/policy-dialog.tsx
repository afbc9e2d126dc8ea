'use client'
// The policy of one role. What a container may have of its host stands apart from what the role may ask, with what it means.
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { Checkbox, Field, Input, TextArea } from '@/components/ui/field'
import { State } from '@/components/ui/state'
import { toast } from '@/components/ui/toast'
import { useTexts } from '@/lib/client/language'
import { usePutDockerPolicies } from '@/lib/client/use-docker-access'
import { useActBlocked } from '@/lib/client/use-live'
import type { DockerPolicies } from '@/lib/contract/docker-access'
import { dockerAccessTexts } from '@/lib/texts/docker-access'

const asks = ['readOnly', 'logs', 'files', 'engineCalls'] as const
const ofHost = ['privileged', 'hostNamespaces', 'devices', 'securityOptions', 'hostSettings'] as const
export const switches = [...asks, ...ofHost]

type Props = { role: keyof DockerPolicies; policies: DockerPolicies; onClose: () => void }

export function PolicyDialog({ role, policies, onClose }: Props) {
  const texts = useTexts(dockerAccessTexts)
  const t = texts.policies
  const blocked = useActBlocked()
  const put = usePutDockerPolicies()
  const [policy, setPolicy] = useState(policies[role])
  const [paths, setPaths] = useState(policy.hostPaths.join('\n'))
  const [capabilities, setCapabilities] = useState(policy.capabilities.join(' '))
  const save = () => {
    if (blocked) return
    const hostPaths = paths
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    const changed = { ...policy, hostPaths, capabilities: capabilities.split(/[\s,]+/).filter(Boolean) }
    put.mutate(
      { ...policies, [role]: changed },
      {
        onSuccess: () => {
          toast({ kind: 'ok', text: t.saved })
          onClose()
        },
      },
    )
  }
  const box = (name: (typeof switches)[number]) => (
    <Checkbox
      key={name}
      label={t[name]}
      checked={policy[name]}
      onChange={(event) => setPolicy({ ...policy, [name]: event.target.checked })}
    />
  )
  return (
    <Dialog
      title={t.dialog(texts.roles[role])}
      onClose={onClose}
      onSubmit={save}
      footer={<DialogFooter label={t.save} busy={put.isPending} disabledReason={blocked} onClose={onClose} />}
    >
      <div className="grid gap-2">{asks.map(box)}</div>
      <p className="prose pt-2">
        <State kind="warn" words={t.warning} className="state-wraps" />
      </p>
      <div className="grid gap-2">{ofHost.map(box)}</div>
      <Field label={t.hostPaths} hint={t.hostPathsHint}>
        {(control) => (
          <TextArea {...control} mono value={paths} rows={3} onChange={(event) => setPaths(event.target.value)} />
        )}
      </Field>
      <Field label={t.capabilities} hint={t.capabilitiesHint}>
        {(control) => (
          <Input {...control} mono value={capabilities} onChange={(event) => setCapabilities(event.target.value)} />
        )}
      </Field>
      <InlineError error={put.error} />
    </Dialog>
  )
}
