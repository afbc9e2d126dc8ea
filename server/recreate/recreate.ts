// Puts a changed container in the place of another and never loses the first: it is renamed and kept until its successor
// has proved itself, and comes back with its name, its networks and its life when that fails.

import { hostname } from 'node:os'
import { asSentence } from '@/lib/as-sentence'
import type { ContainerEdit, RecreationPlan, RecreationProgress, RecreationStep } from '@/lib/contract/recreate'
import { maskText } from '@/lib/mask'
import type { Engine } from '@/server/docker/engine'
import { containerLogs } from '@/server/docker/logs'
import { pullImage } from '@/server/docker/pull'
import type { RegistryAuth } from '@/server/docker/registry-auth'
import { createTransferProgress } from '@/server/docker/transfer-progress'
import { AppError, isAppError, messageOf } from '@/server/errors'
import { applyEdit, editProblems } from './apply-edit'
import { asideName } from './aside-name'
import { changesBetween } from './changes'
import { createRequest } from './create-request'
import { imageConfig } from './image-config'
import { stillItself } from './own-labels'
import {
  type Attach,
  attachAtOnce,
  containerPath,
  type Done,
  isUp,
  plainName,
  putBack,
  startTimeoutMs,
} from './put-back'
import type { CreateRequest, Inspect } from './types'
import { waitUntilUp } from './wait-until-up'

export type RecreateOptions = {
  authFor(reference: string): Promise<RegistryAuth | undefined>
  report(progress: RecreationProgress): void
  /** How long one without health checks must stay up. */
  steadyMs?: number
  /** Between attempts at putting the original back while its engine does not answer. */
  retryMs?: number
  /** Default: asks once. */
  attach?: Attach
}
export type RecreateEnd = Extract<RecreationProgress, { kind: 'end' }>

const slackMs = 30_000
const defaultStopSeconds = 10
const lastLines = 5

type Prepared = {
  old: Inspect
  before: CreateRequest
  after: CreateRequest
  /** What is sent of it. */
  body: CreateRequest['body']
  plan: Omit<RecreationPlan, 'sharers'>
}

export async function prepare(engine: Engine, containerId: string, edit: ContainerEdit): Promise<Prepared> {
  const old = await engine.json<Inspect>('GET', `${containerPath(containerId)}/json`)
  const image = await imageConfig(engine, old.Image)
  const before = createRequest(old, image)
  const after = applyEdit(before, edit)
  const problems = editProblems(before, edit)
  if (old.HostConfig.AutoRemove === true) {
    problems.push('It removes itself as soon as it stops (--rm), so that there would be no original to put back.')
  }
  const labels = (old.Config.Labels ?? {}) as Record<string, string>
  if (labels['com.docker.swarm.task.id'] !== undefined) {
    problems.push('It belongs to a service of Swarm mode, which would put another one beside it: change the service.')
  }
  if (old.Id.startsWith(hostname()) && hostname().length >= 12) {
    problems.push('Lotse itself runs in it: stopped, it could not go on.')
  }
  if (old.State?.Paused) problems.push('It is paused: unpause it first.')
  const reference = String(after.body.Image ?? '')
  const willPull = edit.pull === true || (await imageConfig(engine, reference)) === null
  const changes = changesBetween(before, after)
  const body = stillItself(old, image, before, after)
  return { old, before, after, body, plan: { changes, problems, willPull, willStop: isUp(old) } }
}

async function pull(engine: Engine, reference: string, options: RecreateOptions): Promise<string> {
  const read = createTransferProgress()
  let detail = ''
  for await (const event of pullImage(engine, reference, { auth: await options.authFor(reference) })) {
    const progress = read(event)
    if (progress.detail === detail) continue
    detail = progress.detail
    options.report({ kind: 'step', step: 'pull', state: 'running', detail })
  }
  return detail
}

async function lastWords(engine: Engine, id: string): Promise<string> {
  try {
    const lines: string[] = []
    for await (const { text } of containerLogs(engine, id, { tail: lastLines })) lines.push(maskText(text))
    return lines.length > 0 ? ` Its last words: ${lines.join(' / ').slice(0, 600)}` : ''
  } catch {
    // A log that cannot be read must not hide why the container failed.
    return ''
  }
}

/** Throws before anything is changed when it cannot be done; from then on it always ends with words. */
export async function recreate(
  engine: Engine,
  containerId: string,
  edit: ContainerEdit,
  options: RecreateOptions,
): Promise<RecreateEnd> {
  const { report, retryMs = 1_000, steadyMs, attach = attachAtOnce } = options
  const { old, after, body, plan } = await prepare(engine, containerId, edit)
  if (plan.problems.length > 0) throw new AppError('plan_blocked', plan.problems.join(' '))
  const name = plainName(old)
  const aside = asideName(name, old.Id, isUp(old))
  const done: Done = { isRenamed: false, newId: null, mayExist: false, isStopped: false }
  let current: RecreationStep = 'pull'

  const step = async (which: RecreationStep, act: () => Promise<string | undefined>) => {
    current = which
    report({ kind: 'step', step: which, state: 'running', detail: '' })
    const detail = (await act()) ?? ''
    report({ kind: 'step', step: which, state: 'done', detail })
  }

  const replace = async (): Promise<string> => {
    if (plan.willPull) await step('pull', () => pull(engine, String(after.body.Image ?? ''), options))
    await step('rename', async () => {
      // Set first: an answer that is lost may still have been an act.
      done.isRenamed = true
      await engine.json('POST', `${containerPath(old.Id)}/rename`, { query: { name: aside } })
      return aside
    })
    let newId = ''
    await step('create', async () => {
      const request = { query: { name }, body, timeoutMs: 120_000 }
      const created = await engine
        .json<{ Id: string }>('POST', '/containers/create', request)
        .catch((error: unknown) => {
          done.mayExist = !isAppError(error) || error.details?.statusCode === undefined
          throw error
        })
      newId = created.Id
      done.newId = newId
      for (const { name: network, endpoint } of after.networks) {
        const body = { Container: newId, EndpointConfig: endpoint }
        await engine.json('POST', `/networks/${encodeURIComponent(network)}/connect`, { body, timeoutMs: 60_000 })
      }
      return undefined
    })
    if (isUp(old)) {
      await step('stop', async () => {
        done.isStopped = true
        const seconds = typeof old.Config.StopTimeout === 'number' ? old.Config.StopTimeout : defaultStopSeconds
        await engine.json('POST', `${containerPath(old.Id)}/stop`, { timeoutMs: seconds * 1000 + slackMs })
        return undefined
      })
      await step('start', async () => {
        await attach(newId, () => engine.json('POST', `${containerPath(newId)}/start`, { timeoutMs: startTimeoutMs }))
        return undefined
      })
      await step('wait', () =>
        waitUntilUp(engine, newId, {
          ...(steadyMs === undefined ? {} : { steadyMs }),
          report: (detail) => report({ kind: 'step', step: 'wait', state: 'running', detail }),
        }),
      )
    }
    return newId
  }

  let newId: string
  try {
    newId = await replace()
  } catch (error) {
    const words = done.newId === null ? '' : await lastWords(engine, done.newId)
    const told = maskText(messageOf(error))
    const why = `${failedWords[current]} ${asSentence(told)}${words}`
    report({ kind: 'step', step: current, state: 'failed', detail: told })
    return restore(engine, old, done, { why, aside, report, retryMs, attach })
  }
  return removeOld(engine, old, newId, { aside, report })
}

const failedWords: Record<RecreationStep, string> = {
  pull: 'The image could not be pulled:',
  rename: 'The original could not be set aside:',
  create: 'The new container could not be created:',
  stop: 'The original could not be stopped:',
  start: 'The new container could not be started:',
  wait: 'The new container did not come up:',
  remove: 'The original could not be removed:',
  restore: 'The original could not be put back:',
}

type Restoring = Required<Pick<RecreateOptions, 'report' | 'retryMs' | 'attach'>> & { why: string; aside: string }

async function restore(
  engine: Engine,
  old: Inspect,
  done: Done,
  { why, aside, report, retryMs, attach }: Restoring,
): Promise<RecreateEnd> {
  const name = plainName(old)
  const end = { kind: 'end', containerId: old.Id } as const
  if (!done.isRenamed) {
    return { ...end, outcome: 'restored', message: `${why} Nothing was changed: ${name} was not touched.` }
  }
  report({ kind: 'step', step: 'restore', state: 'running', detail: '' })
  try {
    await putBack(engine, old, done, retryMs, attach)
    report({ kind: 'step', step: 'restore', state: 'done', detail: '' })
    const life = !isUp(old) ? 'stopped as before' : done.isStopped ? 'running again' : 'it ran on all the time'
    return {
      ...end,
      outcome: 'restored',
      message: `${why} The original ${name} is back: same name, same networks, ${life}.`,
    }
  } catch (error) {
    report({ kind: 'step', step: 'restore', state: 'failed', detail: messageOf(error) })
    const message = `${why} The original could not be put back wholly: ${asSentence(messageOf(error))} It is on the host as ${aside} or ${name}; nothing of it was removed.`
    return { ...end, outcome: 'broken', message }
  }
}

/** The new one works. An original that cannot be removed just now is an untidiness, not a failure. */
async function removeOld(
  engine: Engine,
  old: Inspect,
  newId: string,
  { aside, report }: { aside: string; report: RecreateOptions['report'] },
): Promise<RecreateEnd> {
  const end = { kind: 'end', outcome: 'recreated', containerId: newId } as const
  report({ kind: 'step', step: 'remove', state: 'running', detail: '' })
  try {
    await engine.json('DELETE', containerPath(old.Id), { timeoutMs: 90_000 })
    report({ kind: 'step', step: 'remove', state: 'done', detail: '' })
    return { ...end, message: '' }
  } catch (error) {
    report({ kind: 'step', step: 'remove', state: 'failed', detail: messageOf(error) })
    return { ...end, message: `The original could not be removed and is still there as ${aside}: ${messageOf(error)}` }
  }
}
