// Making a container, with its networks and files, so that starting it is all that is left.

import { imageAnswersTo, parseImageReference } from '@/server/docker/image-reference'
import { tarOf } from '@/server/docker/tar'
import { AppError, messageOf } from '@/server/errors'
import { type ContainerBody, containerPlan } from '../container-body'
import { lotseLabel } from '../labels'
import { inputOf } from '../operations'
import type { Act, Performer } from './context'
import { inspectContainer, isStatus } from './engine-answers'

/** Docker names a volume that nobody named by 64 hexadecimal digits. */
const anonymous = /^[0-9a-f]{64}$/

const anonymousVolumes = async (act: Act, replaces: string | undefined): Promise<Record<string, string>> => {
  const old = replaces === undefined ? undefined : await inspectContainer(act.engine, replaces)
  return Object.fromEntries(
    (old?.Mounts ?? []).flatMap(({ Type, Name, Destination }) =>
      Type === 'volume' && Name && Destination && anonymous.test(Name) ? [[Destination, Name]] : [],
    ),
  )
}

/** The container of this name, when this deployment has made it before. */
const madeBefore = async (act: Act): Promise<string | undefined> => {
  const found = await inspectContainer(act.engine, act.operation.target)
  return found?.Config?.Labels?.[lotseLabel.deployment] === act.deploymentId ? found.Id : undefined
}

const takesAllEndpoints = (act: Act): boolean => {
  const [major = 0, minor = 0] = (act.cluster.host(act.operation.hostId)?.engine?.apiVersion ?? '0.0')
    .split('.')
    .map(Number)
  return major > 1 || (major === 1 && minor >= 44)
}

/** The host has the image under another name: the index knows images by their content. */
const nameImage = async (act: Act, reference: string): Promise<boolean> => {
  const { hostId } = act.operation
  const { repository, tag } = parseImageReference(reference)
  const images = act.cluster.images().filter((image) => image.hostIds.includes(hostId))
  const image = images.find((item) => imageAnswersTo(item, reference))
  if (image === undefined || tag === null) return false
  await act.engine.json('POST', `/images/${encodeURIComponent(image.id)}/tag`, { query: { repo: repository, tag } })
  return true
}

const isImageMissing = (error: unknown): boolean => isStatus(error, 404) && /no such image/i.test(messageOf(error))

const create = async (
  act: Act,
  body: ContainerBody,
  platform: string | undefined,
  isSecond = false,
): Promise<string> => {
  const name = act.operation.target
  const query = { name, platform: takesAllEndpoints(act) ? platform : undefined }
  try {
    const made = await act.engine.json<{ Id: string }>('POST', '/containers/create', { query, body, timeoutMs: 60_000 })
    return made.Id
  } catch (error) {
    if (!isSecond && isImageMissing(error) && (await nameImage(act, String(body.Image)))) {
      return create(act, body, platform, true)
    }
    if (!isStatus(error, 409)) throw error
    const before = await madeBefore(act)
    if (before !== undefined) return before
    const details = { fix: `Remove or rename ${act.hostName}/${name}.` }
    throw new AppError('name_taken', `A container named ${name} is on ${act.hostName} already`, {
      details,
      cause: error,
    })
  }
}

export const createContainer: Performer = async (act) => {
  const input = inputOf('create-container', act.operation)
  const { revision } = act
  const desired = revision?.services.get(input.service)
  if (!revision || !desired) throw new AppError('internal', `The revision has no service ${input.service}`)
  const { body, endpoints } = containerPlan(desired, {
    model: revision.model,
    composeFiles: revision.composeFiles,
    revision: revision.number,
    deploymentId: act.deploymentId,
    number: input.number,
    image: input.image,
    peers: input.peers,
    anonymousVolumes: await anonymousVolumes(act, input.replaces),
  })
  const atOnce = takesAllEndpoints(act)
  if (atOnce && endpoints.length > 1) {
    body.NetworkingConfig = {
      EndpointsConfig: Object.fromEntries(endpoints.map(({ network, config }) => [network, config])),
    }
  }
  const before = act.isResumed ? await madeBefore(act) : undefined
  const id = before ?? (await create(act, body, desired.service.platform))
  if (!atOnce) {
    for (const { network, config } of endpoints.slice(1)) {
      const request = { Container: id, EndpointConfig: config }
      await act.engine
        .json('POST', `/networks/${encodeURIComponent(network)}/connect`, { body: request })
        .catch((error: unknown) => {
          // 403 and 409: it is connected already, from before a kill.
          if (!act.isResumed || !isStatus(error, 403, 409)) throw error
        })
    }
  }
  if (desired.files.length > 0) {
    const files = await tarOf(desired.files.map((file) => ({ ...file, path: file.path.slice(1) })))
    await act.engine.json('PUT', `/containers/${id}/archive`, { query: { path: '/' }, body: files, timeoutMs: 60_000 })
  }
  return before === undefined ? undefined : 'was made already'
}
