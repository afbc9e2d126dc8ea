// Making the new container, waiting for it, giving it the names, and ending the old one.
import { AppError, isAway } from '@/server/errors'
import { joiningOf } from '@/server/networks/called-off'
import { onceAttached } from '@/server/networks/coming-overlay'
import { inspectContainer, isStatus } from '@/server/stacks/apply/engine-answers'
import { cancelledError, pause } from '@/server/stacks/apply/pause'
import { removeContainer, startContainer, stopContainer } from '@/server/stacks/apply/perform-lifecycle'
import { waitContainer } from '@/server/stacks/apply/perform-wait'
import { borrow, findMade, inspectOriginal, keepMade, madeIdOf, type StepAct, type StepPerformer } from './act'
import { bringFiles } from './bring-files'
import { noteStart, requireCopies, requireRest, requireStill } from './copied-data'
import { nameForCreation } from './image-name'
import { type Endpoint, type Inspect, nameOf, networksOf } from './inspect'
import { endpointConfig, newContainer } from './new-container'
import { inputOf } from './step-input'

const path = (ref: string, verb = '') => `/containers/${encodeURIComponent(ref)}${verb}`
const networkPath = (name: string, verb: string) => `/networks/${encodeURIComponent(name)}/${verb}`

const takesAllEndpoints = (act: StepAct): boolean => {
  const version = act.cluster.host(act.step.hostId)?.engine?.apiVersion ?? '0.0'
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 1 || (major === 1 && minor >= 44)
}

const connect = (act: StepAct, network: string, id: string, config: object): Promise<unknown> => {
  const body = { Container: id, EndpointConfig: config }
  const join = () => act.engine.json('POST', networkPath(network, 'connect'), { body, timeoutMs: 60_000 })
  const beforeAgain = () => {
    if (act.signal.aborted) throw cancelledError()
    act.report({ detail: 'the network is not ready there, trying again' })
  }
  return onceAttached(act.cluster, join, { subject: joiningOf(id, network), beforeAgain }).catch((error: unknown) => {
    // 403 and 409: it is on it already, from before a kill.
    if (!act.step.isResumed || !isStatus(error, 403, 409)) throw error
  })
}

export const createCopy: StepPerformer = async (act) => {
  const { fromHostId, reference, imageId, quiet, fixed, filePaths, macs } = inputOf('create-container', act.step)
  const name = act.step.target
  const before = act.step.isResumed ? await findMade(act, act.engine, name) : undefined
  const original = await inspectOriginal(act, fromHostId)
  requireStill(act, original)
  const stop = act.move.steps.find(
    ({ kind, containerId }) => kind === 'stop-original' && containerId === act.step.containerId,
  )
  const restart = stop && inputOf('stop-original', stop).restart
  if (restart !== undefined) original.HostConfig.RestartPolicy = restart
  if (before === undefined) await requireCopies(act)
  const image = await nameForCreation(act.engine, reference, imageId)
  const { body, endpoints } = newContainer(original, {
    moveId: act.move.id,
    image,
    quietNetworks: new Set(quiet),
    fixedNetworks: new Set(fixed),
    macs,
    madeIdOf: madeIdOf(act),
  })
  // What is named at creation stands in place of the default network, so one that is on both joins the others later.
  const isOnDefault = ['default', 'bridge', ''].includes(original.HostConfig.NetworkMode ?? '')
  const atCreation = isOnDefault ? 0 : takesAllEndpoints(act) ? endpoints.length : 1
  const given = endpoints.slice(0, atCreation)
  const EndpointsConfig = Object.fromEntries(given.map(({ network, config }) => [network, config]))
  // Engines before API 1.44 know a hardware address of the container alone.
  const mac = takesAllEndpoints(act) ? undefined : given[0]?.config.MacAddress
  const make = () =>
    act.engine
      .json<{ Id: string }>('POST', '/containers/create', {
        query: { name },
        body: { ...body, ...(mac === undefined ? {} : { MacAddress: mac }), NetworkingConfig: { EndpointsConfig } },
        timeoutMs: 120_000,
      })
      .catch((error: unknown) => {
        if (!isStatus(error, 409)) throw error
        const fix = `Rename or remove ${act.step.hostName}/${name}.`
        throw new AppError('name_taken', `${act.step.hostName} has a container named ${name} already.`, {
          details: { fix },
          cause: error,
        })
      })
  const id = before?.Id ?? (await make()).Id
  keepMade(act, id)
  // Once more, now that it holds them: an engine makes an empty volume for one that is gone.
  await requireCopies(act)
  for (const { network, config } of endpoints.slice(atCreation)) await connect(act, network, id, config)
  if (filePaths.length > 0) await bringFiles(act, fromHostId, id, filePaths)
  return undefined
}

const made = async (act: StepAct): Promise<Inspect> => {
  const found = await findMade(act, act.engine, act.step.target)
  if (found === undefined) throw new AppError('not_found', `${act.step.target} is gone from ${act.step.hostName}.`)
  return found
}

export const startCopy: StepPerformer = async (act) =>
  borrow(startContainer, act, 'start-container', { containerId: (await made(act)).Id })

export const waitForCopy: StepPerformer = async (act) => {
  const containerId = (await made(act)).Id
  const detail = await borrow(waitContainer, act, 'wait-container', { containerId, condition: 'stable' })
  // A deploy is content with a job that has done its work. Here one ran, and only one that runs takes its place.
  if (!(await made(act)).State?.Running) {
    throw new AppError('engine_error', `${act.step.target} ended with code 0 as soon as it was started.`)
  }
  // The last moment at which going back is better than two that differ. A host that is away has none that runs.
  const moved = act.move.containers.find(({ id }) => id === act.step.containerId)
  if (moved?.order !== 'stop-first') return detail
  const original = await originalUnlessAway(act, moved.fromHostId)
  if (original !== undefined) requireStill(act, original)
  return detail
}

const originalUnlessAway = async (act: StepAct, hostId: string): Promise<Inspect | undefined> => {
  try {
    return await inspectOriginal(act, hostId)
  } catch (error) {
    if (isAway(error)) return undefined
    throw error
  }
}

/** Names travel between hosts in less; whoever asked just before still reaches the old one. */
const bothAnswerMs = 2_000
const checkPollMs = 500

type Check = { Start?: string; ExitCode?: number; Output?: string }

/** A check that began after the switch has to pass: the one before it was made on other networks. */
const checkedSince = async (act: StepAct, id: string, since: number): Promise<void> => {
  for (;;) {
    const seen = await inspectContainer(act.engine, id)
    const state = seen?.State
    if (seen === undefined || !state?.Running)
      throw new AppError('engine_error', 'It ended when it was given its names.')
    const health = state.Health as { Status?: string; Log?: Check[] | null } | null | undefined
    const isChecked = health?.Status !== undefined && health.Status !== 'none'
    if (!isChecked) return pause(bothAnswerMs, act.signal)
    if (health.Status === 'unhealthy')
      throw new AppError('engine_error', 'It became unhealthy when it was given its names.')
    const passed = (health.Log ?? []).some((check) => Date.parse(check.Start ?? '') > since && check.ExitCode === 0)
    if (passed) return pause(bothAnswerMs, act.signal)
    act.report({ detail: 'waits for the next health check under its own names' })
    await pause(checkPollMs, act.signal)
  }
}

/** Joined again at once, the managers take away under it what they have given to the one that left. */
const leftMs = 1_000

/**
 * Off the overlays, renamed, and on them again with all its names: an engine renames no running container that is on an
 * overlay, and gives no further names to one that is on it. From then on both answer until the old one stops.
 */
export const switchNames: StepPerformer = async (act) => {
  const { fromHostId, to, networks, fixed } = inputOf('switch-names', act.step)
  const original = await inspectOriginal(act, fromHostId)
  const copy = await findMade(act, act.engine, act.step.target)
  if (copy === undefined) throw new AppError('not_found', `${act.step.target} is gone from ${act.step.hostName}.`)
  const wanted = networksOf(original).filter(([name]) => networks.includes(name))
  const isOn = (name: string) => networksOf(copy).some(([other]) => other === name)
  if (nameOf(copy) !== to) {
    for (const [name] of wanted) {
      if (!isOn(name)) continue
      await act.engine.json('POST', networkPath(name, 'disconnect'), { body: { Container: copy.Id, Force: false } })
    }
    await act.engine.json('POST', path(copy.Id, '/rename'), { query: { name: to } })
    await pause(leftMs, act.signal)
  }
  const now = await inspectContainer(act.engine, copy.Id)
  const joined = new Set(networksOf((now ?? copy) as unknown as Inspect).map(([name]) => name))
  for (const [name, endpoint] of wanted as [string, Endpoint][]) {
    if (!joined.has(name)) await connect(act, name, copy.Id, endpointConfig(original, endpoint, fixed.includes(name)))
  }
  const skewMs = act.cluster.host(act.step.hostId)?.clockSkewMs ?? 0
  await checkedSince(act, copy.Id, Date.now() + skewMs)
  return undefined
}

export const stopOriginal: StepPerformer = async (act) => {
  const { containerId } = act.step
  const detail = await borrow(stopContainer, act, 'stop-container', {
    ...inputOf('stop-original', act.step),
    containerId,
  })
  const moved = act.move.containers.find(({ id }) => id === containerId)
  if (moved?.order !== 'stop-first') return detail
  const { restart } = inputOf('stop-original', act.step)
  // Or a host that comes back after a power cut would have two of it run, on data that differs.
  if (restart !== undefined) await setRestart(act, { Name: 'no', MaximumRetryCount: 0 })
  const original = await inspectOriginal(act, act.step.hostId)
  noteStart(act, original, requireRest(original))
  return detail
}

const setRestart = (act: StepAct, RestartPolicy: { Name: string; MaximumRetryCount: number }) =>
  act.engine.json('POST', path(act.step.containerId, '/update'), { body: { RestartPolicy } })

/** Its volumes without a name stay like those with one: the copy was verified, but they are only removed when asked. */
export const removeOriginal: StepPerformer = async (act) => {
  const { containerId } = act.step
  const original = await inspectContainer(act.engine, containerId)
  if (original !== undefined) requireStill(act, original as unknown as Inspect)
  return borrow(removeContainer, act, 'remove-container', { containerId })
}

export const startOriginal: StepPerformer = async (act) => {
  const found = await inspectContainer(act.engine, act.step.containerId)
  if (found === undefined) throw new AppError('not_found', `${act.step.target} is gone: somebody removed it meanwhile.`)
  const { restart } = inputOf('start-original', act.step)
  if (restart !== undefined) await setRestart(act, restart)
  if (found.State?.Running) return 'runs already'
  return borrow(startContainer, { ...act, step: { ...act.step, isResumed: false } }, 'start-container', {
    containerId: act.step.containerId,
  })
}

export const removeCopy: StepPerformer = async (act) => {
  const copy = await findMade(act, act.engine, act.step.target)
  if (copy === undefined) return 'was not made'
  return borrow(removeContainer, act, 'remove-container', { containerId: copy.Id })
}
