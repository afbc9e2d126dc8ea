// The discovery service behind token://: lists of hosts by a token that only those know who were told it. The same calls as
// Docker's own service had, and a query that waits for a change.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'

export type TokenServerOptions = {
  listen: { host: string; port: number }
  /** Where clusters are kept over a restart; null: nowhere. */
  file: string | null
  log: Log
}
export type TokenServer = { address: AddressInfo; close(): Promise<void> }

type Cluster = { index: number; hosts: Map<string, number>; wake: Set<() => void>; timer?: NodeJS.Timeout | undefined }

const mostClusters = 10_000
const mostHosts = 10_000
const mostBodyBytes = 1_000
const longestTtlSeconds = 30 * 24 * 3600
const usualTtlSeconds = 180
const longestWaitSeconds = 60
const hostForm = /^[0-9a-zA-Z._-]+:\d{1,5}$|^\[[0-9a-fA-F:.]+\]:\d{1,5}$/
const kept = z.record(z.string(), z.record(z.string(), z.number()))

export async function startTokenServer({ listen, file, log }: TokenServerOptions): Promise<TokenServer> {
  const clusters = new Map<string, Cluster>()
  const add = (token: string, hosts: [string, number][]): Cluster => {
    const cluster: Cluster = { index: 1, hosts: new Map(hosts), wake: new Set() }
    clusters.set(token, cluster)
    return cluster
  }
  if (file !== null) {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw error
    })
    const parsed = kept.safeParse(JSON.parse(text))
    if (!parsed.success) throw new AppError('invalid_input', `${file} holds no clusters of a discovery service`)
    for (const [token, hosts] of Object.entries(parsed.data)) add(token, Object.entries(hosts))
  }

  let writing: Promise<void> = Promise.resolve()
  let isDirty = false
  /** Heartbeats come all the time: what came meanwhile is written at once. */
  const save = () => {
    if (file === null || isDirty) return
    isDirty = true
    writing = writing.then(async () => {
      isDirty = false
      const all = [...clusters].map(([token, { hosts }]) => [token, Object.fromEntries(hosts)])
      try {
        await writeFile(`${file}.new`, `${JSON.stringify(Object.fromEntries(all))}\n`, { mode: 0o600 })
        await rename(`${file}.new`, file)
      } catch (error) {
        log.error({ file }, `the clusters could not be kept: ${messageOf(error)}`)
      }
    })
  }
  const changed = (cluster: Cluster) => {
    cluster.index += 1
    for (const wake of cluster.wake) wake()
    cluster.wake.clear()
  }
  const expire = (cluster: Cluster) => {
    const now = Date.now()
    const over = [...cluster.hosts].filter(([, until]) => until <= now)
    for (const [host] of over) cluster.hosts.delete(host)
    if (over.length > 0) {
      changed(cluster)
      save()
    }
    clearTimeout(cluster.timer)
    const next = Math.min(...cluster.hosts.values())
    cluster.timer = Number.isFinite(next)
      ? setTimeout(() => expire(cluster), Math.max(100, next - now)).unref()
      : undefined
  }
  for (const cluster of clusters.values()) expire(cluster)

  const create = (): string => {
    if (clusters.size >= mostClusters) throw new AppError('rate_limited', 'There are as many clusters as there may be.')
    const token = randomBytes(16).toString('hex')
    add(token, [])
    save()
    return token
  }
  const report = (cluster: Cluster, host: string, ttl: number) => {
    if (!hostForm.test(host)) throw new AppError('invalid_input', 'A host is wanted, as HOST:PORT.')
    const isNew = !cluster.hosts.has(host)
    if (isNew && cluster.hosts.size >= mostHosts) throw new AppError('conflict', 'The cluster has too many hosts.')
    cluster.hosts.set(host, Date.now() + ttl * 1000)
    if (isNew) changed(cluster)
    expire(cluster)
    save()
  }
  const waitFor = async (cluster: Cluster, index: number, seconds: number, response: ServerResponse) => {
    if (cluster.index !== index) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        cluster.wake.delete(done)
        resolve()
      }
      const timer = setTimeout(done, seconds * 1000)
      cluster.wake.add(done)
      response.once('close', done)
    })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://service')
    const [, token, host] = /^\/v1\/clusters(?:\/([0-9a-f]+))?(?:\/([^/]+))?$/.exec(pathname) ?? []
    const { method } = request
    const number = (name: string, fallback: number, most: number) => {
      const value = Number(searchParams.get(name) ?? fallback)
      return Number.isFinite(value) && value > 0 ? Math.min(value, most) : fallback
    }
    if (!pathname.startsWith('/v1/clusters') || (token === undefined && pathname !== '/v1/clusters'))
      throw new AppError('not_found', 'There is nothing here.')
    if (token === undefined) {
      if (method !== 'POST') throw new AppError('not_supported', 'A cluster is made with POST.')
      return void response.writeHead(201, { 'content-type': 'text/plain' }).end(create())
    }
    const cluster = clusters.get(token)
    if (!cluster) throw new AppError('not_found', 'There is no such cluster.')
    if (method === 'GET') {
      const index = Number(searchParams.get('index') ?? 0)
      await waitFor(cluster, index, number('wait', 0, longestWaitSeconds), response)
      const headers = { 'content-type': 'application/json', 'x-lotse-index': String(cluster.index) }
      return void response.writeHead(200, headers).end(JSON.stringify([...cluster.hosts.keys()]))
    }
    if (method === 'POST') {
      report(cluster, await readBody(request), number('ttl', usualTtlSeconds, longestTtlSeconds))
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end('OK')
    }
    if (method === 'DELETE' && host !== undefined) {
      if (cluster.hosts.delete(decodeURIComponent(host))) changed(cluster)
      save()
      return void response.writeHead(204).end()
    }
    throw new AppError('not_supported', `${method} is no method of this path.`)
  }

  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return void response.destroy()
      const status = error instanceof AppError ? error.status : 500
      if (status === 500) log.error({ err: error }, 'the discovery service failed')
      response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${messageOf(error)}\n`)
    })
  })
  server.listen(listen)
  await once(server, 'listening')
  return {
    address: server.address() as AddressInfo,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const cluster of clusters.values()) {
        clearTimeout(cluster.timer)
        for (const wake of cluster.wake) wake()
      }
      server.closeAllConnections()
      await closed
      await writing
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > mostBodyBytes) throw new AppError('payload_too_large', 'The body of the request is too large.')
  }
  return text.trim()
}
