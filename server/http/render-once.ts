// Renders a page for nobody, so that whoever is the first to ask for it does not wait while its scripts are read: at the start, before
// the first looks at hosts keep the process busy.
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { PageParts } from './page-handler'

/** A page that takes longer is not waited for. */
const longestMs = 2_000

/** Takes all at once: of a socket that a server has not opened nobody says that it takes more again. */
const nowhere = () =>
  new Duplex({
    writableHighWaterMark: 2 ** 30,
    read() {},
    write(_chunk, _encoding, done) {
      done()
    },
  })

export async function renderOnce(render: PageParts['render'], path: string): Promise<void> {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = path
  request.headers = { host: 'localhost', accept: 'text/html' }
  request.push(null)
  const response = new ServerResponse(request)
  response.assignSocket(nowhere() as Socket)
  // It is only sooner: a page that cannot be rendered says so to whoever asks for it.
  const rendered = render(request, response).catch(() => {})
  await Promise.race([rendered, delay(longestMs, undefined, { ref: false })])
}
