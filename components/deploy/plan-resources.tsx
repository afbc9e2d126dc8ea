// What a plan does beside its containers: images, networks, ports, volumes at risk, and orphans to tick.

import type { ReactNode } from 'react'
import { Checkbox } from '@/components/ui/field'
import { Filled } from '@/components/ui/filled'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { riskWords } from '@/lib/client/risk-words'
import { useDownloadSizes } from '@/lib/client/use-download-sizes'
import type { DownloadSize } from '@/lib/contract/inventory'
import type { Plan } from '@/lib/contract/plan'
import { planTexts } from '@/lib/texts/deploy-plan'
import { effectTexts } from '@/lib/texts/effects'

type Words = (typeof planTexts)['en']
type Props = { plan: Plan; onOrphan: ((containerId: string, remove: boolean) => void) | undefined }

export function PlanResources({ plan, onOrphan }: Props) {
  const t = useTexts(planTexts)
  const networks = plan.networks.filter((network) => network.action !== 'keep')
  const isRemoval = plan.containers.every(({ action }) => action === 'remove')
  return (
    <dl className="p-more">
      {!isRemoval && <PlanImages plan={plan} t={t} />}
      {networks.length > 0 && (
        <>
          <dt>{t.networks}</dt>
          <dd>
            {networks.map(({ name, action, detail }) => (
              <div key={name}>
                {action === 'keep' ? '' : t.networkActs[action]} {name}{' '}
                <span className="dim">
                  <Said text={detail} />
                </span>
              </div>
            ))}
          </dd>
        </>
      )}
      {!isRemoval && (
        <>
          <dt>{t.ports}</dt>
          <dd>
            <PlanPorts ports={plan.ports} t={t} />
          </dd>
        </>
      )}
      <PlanVolumes plan={plan} isRemoval={isRemoval} t={t} />
      {plan.orphans.length > 0 && (
        <>
          <dt>{t.orphans}</dt>
          <dd>
            {plan.orphans.map((orphan) => (
              <Checkbox
                key={orphan.containerId}
                checked={orphan.remove}
                disabled={!onOrphan}
                onChange={(event) => onOrphan?.(orphan.containerId, event.target.checked)}
                label={
                  <span>
                    <Filled text={t.orphan(orphan.hostName)} parts={{ name: <b>{orphan.name}</b> }} />
                  </span>
                }
              />
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}

function ImageSize({ image, size, t }: { image: Plan['images'][number]; size: DownloadSize | undefined; t: Words }) {
  if (image.sizeBytes !== null) return t.size(bytes(image.sizeBytes))
  if (image.askAs === null) return t.sizeUnknown
  if (size === undefined) return t.sizeAsked
  if (size.bytes !== null) return t.download(bytes(size.bytes))
  return (
    <>
      {t.sizeUntold}
      {size.error !== null && (
        <>
          {': '}
          <Said text={size.error} />
        </>
      )}
    </>
  )
}

function PlanImages({ plan, t }: { plan: Plan; t: Words }) {
  const sizes = useDownloadSizes(plan.images)
  const lacking = plan.images.flatMap((image) => (image.action === 'present' ? [] : [{ ...image, act: image.action }]))
  if (plan.images.length === 0) return null
  return (
    <>
      <dt>{t.images}</dt>
      <dd>
        {lacking.length === 0 && t.allThere}
        {lacking.map(({ act, ...image }) => (
          <div key={`${act} ${image.reference}`}>
            {t.imageActs[act](image.reference, image.hostNames.join(', '))}
            {act !== 'build' && (
              <span className="dim">
                , <ImageSize image={{ ...image, action: act }} size={sizes.get(image.askAs ?? '')} t={t} />
              </span>
            )}
          </div>
        ))}
      </dd>
    </>
  )
}

/** Port → hosts that publish it, as one entry. */
function byPort(ports: Plan['ports']): [string, string][] {
  const hosts = new Map<string, string[]>()
  for (const { port, hostName } of ports) hosts.set(port, [...new Set([...(hosts.get(port) ?? []), hostName])])
  return [...hosts].map(([port, names]) => [port, names.join(', ')])
}

function PlanPorts({ ports, t }: { ports: Plan['ports']; t: Words }): ReactNode {
  if (ports.length === 0) return t.noPorts
  const fresh = byPort(ports.filter(({ isNew }) => isNew))
  const listed = byPort(ports)
    .map(([port, hosts]) => t.portsOn(port, hosts))
    .join('; ')
  if (fresh.length === 0) return t.portsStay.replace('{ports}', listed)
  const stay = byPort(ports.filter(({ isNew }) => !isNew))
  return (
    <>
      {fresh.map(([port, hosts]) => (
        <div key={port}>
          {t.newPort} {t.portsOn(port, hosts)}
        </div>
      ))}
      {stay.map(([port, hosts]) => (
        <div key={port} className="dim">
          {t.portsOn(port, hosts)}
        </div>
      ))}
    </>
  )
}

function PlanVolumes({ plan, isRemoval, t }: { plan: Plan; isRemoval: boolean; t: Words }) {
  const effects = useTexts(effectTexts)
  const made = plan.volumes.filter((volume) => volume.action === 'create')
  const staying = plan.volumes.filter(({ action }) => isRemoval && action === 'keep')
  return (
    <>
      <dt>{t.volumes}</dt>
      <dd>
        {made.length + staying.length + plan.volumeRisks.length === 0 && (isRemoval ? t.noneOwned : t.noVolumes)}
        {made.map((volume) => (
          <div key={`${volume.hostName} ${volume.name}`}>{t.newVolume(volume.name, volume.hostName)}</div>
        ))}
        {staying.map((volume) => (
          <div key={`${volume.hostName} ${volume.name}`}>{t.stays(volume.name, volume.hostName)}</div>
        ))}
        {plan.volumeRisks.map((risk) => (
          <div key={`${risk.kind} ${risk.hostName} ${risk.container} ${risk.volume}`} className="p-risk">
            <StateMark kind="warn" words={t.warning} /> <span>{riskWords(risk, effects)}</span>
          </div>
        ))}
      </dd>
    </>
  )
}
