// The API on a real socket, as main.ts serves it but without pages.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { ApiParts } from '@/server/api/parts'
import { createSockets } from '@/server/api/sockets'
import type { ClusterTimes } from '@/server/cluster/options'
import { type HttpParts, startHttpServer } from '@/server/http/http-server'
import { openTestApi } from './api'
import { silentLog } from './host-store'

export type TestServer = Awaited<ReturnType<typeof openTestServer>>

export const openTestServer = async (
  over: Partial<ApiParts> = {},
  http: Partial<HttpParts> = {},
  times: Partial<ClusterTimes> = {},
) => {
  const test = await openTestApi(over, times)
  const sockets = createSockets(test.parts)
  const server = await startHttpServer(
    {
      tls: null,
      api: getRequestListener(test.api.fetch, { overrideGlobalObjects: false }),
      page: async (_request: IncomingMessage, response: ServerResponse) => void response.end('a page'),
      sockets: sockets.handle,
      nextSockets: null,
      log: silentLog,
      ...http,
    },
    { host: '127.0.0.1', port: 0 },
  )
  const { port } = server.address
  return {
    ...test,
    port,
    url: `http://127.0.0.1:${port}`,
    end: async () => {
      await sockets.close()
      await server.close()
      await test.end()
    },
  }
}
