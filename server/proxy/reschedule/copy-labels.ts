// What a rescheduled container carries on itself: how often it was made anew, and what is still to be done to it. It is kept nowhere
// else, so whoever comes next knows it too, also when the one who made it was killed. A container has the labels of its image as well,
// so what counts names whose it is: each create gets an id of its own, which no image can know.
import { z } from 'zod'
import type { Container } from '@/lib/contract/containers'
import { newMark, owedLabel, policiesLabel, roundLabel, swarmIdLabel } from '@/server/recreate/own-labels'
import type { CreateRequest } from '@/server/recreate/types'

/** Network → address that its client chose, which an engine does not tell from one that it gave itself. */
export const addressesLabel = 'io.lotse.reschedule.addresses'
export const emptyLabel = 'io.lotse.reschedule.volumes'

type Labelled = Pick<Container, 'labels'>

/** `image`: of which the copy was made. One that was committed of a copy gives its labels, the id too, to what is made without us. */
const owe = z.object({
  id: z.string(),
  start: z.boolean(),
  image: z.string(),
  networks: z.array(z.object({ name: z.string(), endpoint: z.record(z.string(), z.unknown()) })).default([]),
})
export type Owed = Omit<z.infer<typeof owe>, 'id' | 'image'>

const endpoints = z.record(z.string(), z.record(z.string(), z.unknown()))
const addresses = z.object({ id: z.string(), networks: endpoints })

const parsed = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

export const roundOf = ({ labels }: Labelled): number => Number.parseInt(labels[roundLabel] ?? '', 10) || 0

export function oweOf({ labels, image }: Labelled & Pick<Container, 'image'>): Owed | null {
  const owed = owe.safeParse(parsed(labels[owedLabel])).data
  return owed?.image === image && owed.id === labels[swarmIdLabel] ? owed : null
}

export function chosenAddresses({ labels }: Labelled): z.infer<typeof endpoints> {
  const chosen = addresses.safeParse(parsed(labels[addressesLabel])).data
  return chosen !== undefined && chosen.id === labels[swarmIdLabel] ? chosen.networks : {}
}

export function onceMore({ body, networks }: CreateRequest, container: Container, wasUp: boolean): CreateRequest {
  const { [swarmIdLabel]: id = '', [policiesLabel]: policies = '' } = container.labels
  const then: z.infer<typeof owe> = { id, start: wasUp, image: container.image, networks }
  const labels = {
    // Said also where its image says so: on another host an image of that name may say nothing.
    [swarmIdLabel]: id,
    [policiesLabel]: policies,
    [roundLabel]: String(roundOf(container) + 1),
    [owedLabel]: JSON.stringify({ ...then, ...newMark() }),
  }
  return { body: { ...body, Labels: { ...(body.Labels as object | undefined), ...labels } }, networks }
}

/** Of a create that asks to be rescheduled: what its client chose, written down before an engine fills in what it gave. */
export function addressLabels(
  labels: Readonly<Record<string, string>>,
  endpoints: readonly (readonly [name: string, settings: unknown])[],
): Record<string, string> {
  if (!labels[policiesLabel]?.includes('on-node-failure')) return {}
  const chosen = endpoints.flatMap(([name, settings]) => {
    const { IPAMConfig } = (settings ?? {}) as { IPAMConfig?: unknown }
    return IPAMConfig && Object.values(IPAMConfig).some(Boolean) ? [[name, IPAMConfig]] : []
  })
  const noted = { id: labels[swarmIdLabel], networks: Object.fromEntries(chosen) }
  return chosen.length === 0 ? {} : { [addressesLabel]: JSON.stringify(noted) }
}
