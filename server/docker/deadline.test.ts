import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { openEngine } from './engine'

const server = createServer((_request, response) => void response.end('OK'))
afterEach(() => void server.close())

it('does not take our own stall for a host that does not answer', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const engine = openEngine(`tcp://127.0.0.1:${port}`, { connectTimeoutMs: 50 })
  const answer = engine.ping(50)
  const stallUntil = performance.now() + 200
  while (performance.now() < stallUntil);
  await expect(answer).resolves.toBeUndefined()
  engine.close()
})
