// A role that only asks, over fake engines on real sockets: nothing that changes anything reaches an engine, on no route and behind no
// other request.
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { policedHosts, refusal } from '@/server/testing/policed-hosts'
import { createRouter } from '../router'
import { routes } from '../routes'
import { needOf } from './route-needs'

const ground = policedHosts()
const { set, post } = ground

describe('a reader', () => {
  const fill = (pattern: string) =>
    pattern
      .replace(/:ref\+?/, 'web1')
      .replace(/:id/, 'x')
      .replace(/:\w+\+?/, 'x')

  it('only asks: every other route is refused before anything is read', async () => {
    set('reader')
    const route = createRouter(routes)
    for (const row of routes) {
      const method = row.method === '*' ? 'POST' : row.method
      const path = fill(row.pattern)
      const match = route(method, path.slice(1).split('/'))
      if (match === null || match === 'method' || match.row.handling.kind === 'refused') continue
      const need = needOf(match.row)
      if (need === 'read' || need === 'logs') continue
      const answered = await ground.two.askJson(`/v1.45${path}`, { method })
      if (method === 'HEAD') expect(answered.status).toBe(403)
      else
        expect(answered, `${method} ${path}`).toMatchObject(
          refusal(need === 'files' || need === 'enter-files' ? 'files' : 'read-only'),
        )
    }
    expect(ground.reached).toEqual([])
  })

  it('takes no connection over, and what follows a refusal is not read', async () => {
    set('reader')
    let asked = 0
    ground.engine.upgrades.set(`/containers/${ground.two.ids[0]}/attach`, () => {
      asked += 1
    })
    ground.engine.upgrades.set(`/containers/${ground.two.ids[0]}/attach/ws`, () => {
      asked += 1
    })
    ground.engine.routes.set(`/containers/${ground.two.ids[0]}/start`, (_request, response) => {
      asked += 1
      response.end()
    })
    const second = 'POST /v1.45/containers/web1/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'
    for (const head of [
      'POST /v1.45/containers/web1/attach?stream=1&stdin=1 HTTP/1.1\r\nUpgrade: tcp\r\n',
      'GET /v1.45/containers/web1/attach/ws?stdin=1 HTTP/1.1\r\nUpgrade: websocket\r\n',
      'GET /v1.45/containers/web1/logs?stdout=1 HTTP/1.1\r\nUpgrade: h2c\r\n',
    ]) {
      const said = await ground.two.exchange(
        `${head}Host: x\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n${second}`,
      )
      expect(said.match(/HTTP\/1\.1 \d+/g)).toHaveLength(1)
      expect(said).toMatch(/^HTTP\/1\.1 40[03]/)
    }
    expect(asked).toBe(0)
  })

  it('has each request of one connection looked at', async () => {
    set('reader')
    const socket = connect(ground.two.endpoint.port, '127.0.0.1')
    const get = 'GET /v1.45/containers/json HTTP/1.1\r\nHost: x\r\n\r\n'
    const start =
      'POST /v1.45/containers/web1/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
    socket.end(get + start)
    const said = await text(socket)
    expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403'])
    if (!socket.closed) await once(socket, 'close')
  })

  it('reads logs if the policy says so', async () => {
    set('reader', { logs: false })
    expect(await ground.two.askJson('/v1.45/containers/web1/logs?stdout=1')).toMatchObject(refusal('logs'))
    set('operator', { logs: false })
    expect(await post('/containers/web1/attach?logs=1&stdout=1', '')).toMatchObject(refusal('logs'))
  })
})
