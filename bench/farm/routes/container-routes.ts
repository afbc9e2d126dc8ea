// The engine's API for containers, but for what streams.

import { type FarmCall, isTrue, readJson, sendJson, sendJsonText, sendNothing } from '../call'
import { inspectText, isUp, labelsOf } from '../container-json'
import { spanWords, summaryText } from '../container-line'
import { type CreateBody, createContainer } from '../create'
import { hasLabel, readFilters } from '../events'
import * as lifecycle from '../lifecycle'
import type { FarmContainer } from '../types'
import { findContainer, tellContainer } from '../world'
import type { Route } from './route'

const filters: Record<string, (container: FarmContainer, value: string) => boolean> = {
  id: (container, value) => container.id.startsWith(value),
  name: (container, value) => `/${container.name}`.includes(value) || new RegExp(value).test(container.name),
  status: (container, value) => container.status === value,
  health: (container, value) => (container.health || 'none') === value,
  exited: (container, value) => container.status === 'exited' && String(container.exitCode) === value,
  label: (container, value) => hasLabel(labelsOf(container), value),
  ancestor: (container, value) =>
    container.spec.image === value || container.image.id === value || container.image.tags.includes(value),
  network: (container, value) =>
    container.endpoints.some(({ network }) => network.name === value || network.id === value),
  volume: (container, value) => container.mounts.some(({ name, target }) => name === value || target === value),
}

function list(call: FarmCall): void {
  const asked = readFilters(call.query.get('filters'))
  const isAll = isTrue(call.query, 'all') || asked.has('status') || asked.has('exited')
  const limit = Number(call.query.get('limit') ?? 0)
  const nowMs = call.world.clock()
  let found = [...call.host.containers.values()].filter(
    (container) =>
      (isAll || isUp(container) || container.status === 'restarting') &&
      [...asked].every(([key, values]) => {
        const matches = filters[key]
        if (!matches) return true
        return key === 'label'
          ? values.every((value) => matches(container, value))
          : values.some((value) => matches(container, value))
      }),
  )
  found.sort((one, other) => other.createdMs - one.createdMs)
  if (limit > 0) found = found.slice(0, limit)
  sendJsonText(call, `[${found.map((container) => summaryText(container, nowMs)).join(',')}]`)
}

type Act = (call: FarmCall, container: FarmContainer) => void
const act = (perform: Act) => (call: FarmCall) => {
  perform(call, findContainer(call.host, call.params[0] ?? ''))
  sendNothing(call, 204)
}

function top(call: FarmCall): void {
  const container = findContainer(call.host, call.params[0] ?? '')
  const age = spanWords(call.world.clock() - container.startedMs)
  sendJson(call, {
    Titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
    Processes: isUp(container)
      ? [['root', String(container.pid), '1', '0', age, '?', '00:00:01', (container.spec.config.Cmd ?? []).join(' ')]]
      : [],
  })
}

async function update(call: FarmCall): Promise<void> {
  const container = findContainer(call.host, call.params[0] ?? '')
  const changes = await readJson<Record<string, unknown>>(call)
  container.spec = { ...container.spec, hostConfig: { ...container.spec.hostConfig, ...changes } }
  tellContainer(call.world, call.host, container, 'update')
  sendJson(call, { Warnings: null })
}

/** When it ends, or is gone; at once if it does not run and only that is asked. */
function wait(call: FarmCall): void {
  const { world, host, query, params } = call
  const container = findContainer(host, params[0] ?? '')
  const condition = query.get('condition') ?? 'not-running'
  const isRunning = isUp(container) || container.status === 'restarting'
  if (condition === 'not-running' && !isRunning) return void sendJson(call, { StatusCode: container.exitCode })
  call.response.flushHeaders()
  const listen = () => {
    const waiting = world.waiters.get(container.id) ?? new Set()
    world.waiters.set(container.id, waiting)
    const waiter = (exitCode: number, isGone: boolean) => {
      if (condition === 'removed' && !isGone) return listen()
      call.response.end(`${JSON.stringify({ StatusCode: exitCode })}\n`)
    }
    waiting.add(waiter)
    call.response.once('close', () => waiting.delete(waiter))
  }
  listen()
}

export const containerRoutes: Route[] = [
  ['GET', /^\/containers\/json$/, list],
  [
    'POST',
    /^\/containers\/create$/,
    async (call) => {
      const body = await readJson<CreateBody>(call)
      const { id } = createContainer(call.world, call.host, call.query.get('name'), body)
      sendJson(call, { Id: id, Warnings: [] }, 201)
    },
  ],
  [
    'GET',
    /^\/containers\/([^/]+)\/json$/,
    (call) => sendJsonText(call, inspectText(findContainer(call.host, call.params[0] ?? ''), call.world.clock())),
  ],
  ['GET', /^\/containers\/([^/]+)\/top$/, top],
  ['GET', /^\/containers\/([^/]+)\/changes$/, (call) => sendJson(call, [{ Path: '/tmp', Kind: 0 }])],
  ['POST', /^\/containers\/([^/]+)\/start$/, act(({ world, host }, one) => lifecycle.start(world, host, one))],
  ['POST', /^\/containers\/([^/]+)\/stop$/, act(({ world, host }, one) => lifecycle.stop(world, host, one))],
  ['POST', /^\/containers\/([^/]+)\/restart$/, act(({ world, host }, one) => lifecycle.restart(world, host, one))],
  [
    'POST',
    /^\/containers\/([^/]+)\/kill$/,
    act(({ world, host, query }, one) => lifecycle.kill(world, host, one, query.get('signal') ?? 'KILL')),
  ],
  ['POST', /^\/containers\/([^/]+)\/pause$/, act(({ world, host }, one) => lifecycle.pause(world, host, one))],
  ['POST', /^\/containers\/([^/]+)\/unpause$/, act(({ world, host }, one) => lifecycle.unpause(world, host, one))],
  [
    'POST',
    /^\/containers\/([^/]+)\/rename$/,
    act(({ world, host, query }, one) => lifecycle.rename(world, host, one, query.get('name') ?? '')),
  ],
  ['POST', /^\/containers\/([^/]+)\/resize$/, act(() => undefined)],
  ['POST', /^\/containers\/([^/]+)\/update$/, update],
  ['POST', /^\/containers\/([^/]+)\/wait$/, wait],
  [
    'DELETE',
    /^\/containers\/([^/]+)$/,
    act(({ world, host, query }, one) =>
      lifecycle.remove(world, host, one, { force: isTrue(query, 'force'), volumes: isTrue(query, 'v') }),
    ),
  ],
]
