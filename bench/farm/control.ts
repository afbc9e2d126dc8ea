// The farm's own API on a loopback port, for benchmarks in another process and for a person with curl:
// GET / (status), GET /hosts, PUT /events {perSecond}, POST /burst {acts}, POST /faults {hosts, kind, …}, DELETE /faults?hosts=…
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { messageOf } from '@/server/errors'
import type { Farm } from './farm'
import { faultKinds } from './faults'

const eventsBody = z.strictObject({ perSecond: z.number().min(0).max(20_000) })
const burstBody = z.strictObject({ acts: z.int().min(1).max(100_000) })
const faultBody = z.strictObject({
  hosts: z.string().min(1),
  kind: z.enum(faultKinds),
  path: z.string().startsWith('/').optional(),
  share: z.number().min(0).max(1).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
})

type Verb = (farm: Farm, body: unknown, query: URLSearchParams) => unknown

const verbs: Record<string, Verb> = {
  'GET /': (farm) => farm.status(),
  'GET /hosts': (farm) =>
    farm.hosts.map((host) => ({
      index: host.index,
      name: host.name,
      address: farm.addressOf(host),
      labels: host.labels,
      containers: host.containers.size,
    })),
  'PUT /events': (farm, body) => farm.setEvents(eventsBody.parse(body).perSecond),
  'POST /burst': (farm, body) => farm.burst(burstBody.parse(body).acts),
  'POST /faults': (farm, body) => {
    const { hosts, ...fault } = faultBody.parse(body)
    return farm.fault(farm.select(hosts), fault)
  },
  'DELETE /faults': (farm, _body, query) => farm.heal(farm.select(query.get('hosts') ?? '*')),
}

const readText = async (request: http.IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > 65_536) throw new Error('the body is too long')
  }
  return text
}

export type Control = { url: string; close(): Promise<void> }

export async function startControl(farm: Farm, port: number): Promise<Control> {
  const server = http.createServer(async (request, response) => {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(`${JSON.stringify(value, null, 2)}\n`)
    }
    const url = new URL(request.url ?? '/', 'http://farm')
    const verb = verbs[`${request.method} ${url.pathname}`]
    if (!verb) return send(404, { message: `There are: ${Object.keys(verbs).join(', ')}` })
    try {
      const text = await readText(request)
      send(200, (await verb(farm, text === '' ? undefined : JSON.parse(text), url.searchParams)) ?? { ok: true })
    } catch (error) {
      send(400, { message: error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error) })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
