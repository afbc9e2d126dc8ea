// The Docker API endpoint over two fake engines with a container each, and clients that speak to it with and without care.
import { once } from 'node:events'
import http from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TlsSource } from '@/server/docker-access/tls-source'
import type { ProxyParts } from '@/server/proxy/types'
import { openTestCluster } from './cluster'
import { openTestEndpoint } from './docker-endpoint'
import { fakeContainer } from './fake-engine'

export type TwoHosts = Awaited<ReturnType<typeof openTwoHosts>>

export async function openTwoHosts(over: Partial<ProxyParts> = {}, tls: TlsSource | null = null) {
  const ids = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string]
  const test = openTestCluster()
  const engines = await Promise.all(
    ids.map((id, at) =>
      test.engine({ name: `n${at + 1}`, containers: [fakeContainer({ Id: id, Name: `/web${at + 1}` })] }),
    ),
  )
  await test.cluster.start()
  await test.cluster.setDiscovered(engines.map(({ address }) => address))
  await test.cluster.settled(5_000)
  const endpoint = await openTestEndpoint(test.cluster, over, tls)
  const { port } = endpoint

  const ask = async (path: string, options: http.RequestOptions = {}, body?: string | Buffer) => {
    const request = http.request({ host: '127.0.0.1', port, path, ...options })
    request.end(body)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    return response
  }
  return {
    ids,
    engines,
    cluster: test.cluster,
    endpoint,
    ask,
    async askJson(path: string, options: http.RequestOptions = {}, body?: string) {
      const response = await ask(path, options, body)
      const said = await text(response)
      return { status: response.statusCode, headers: response.headers, body: said === '' ? null : JSON.parse(said) }
    },
    /** What comes back for these bytes, until the connection is closed, or as much as is asked for. */
    exchange: (bytes: string | Buffer, timeoutMs = 10_000, enough?: RegExp): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
        let said = ''
        const timer = setTimeout(() => socket.destroy(), timeoutMs)
        socket.on('data', (chunk) => {
          said += chunk.toString('latin1')
          if (enough?.test(said)) socket.destroy()
        })
        socket.on('error', () => undefined)
        socket.on('close', () => {
          clearTimeout(timer)
          resolve(said)
        })
      }),
    async end() {
      await endpoint.close()
      await test.end()
    },
  }
}
