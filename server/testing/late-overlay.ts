// An engine that gets its overlay a moment late: it refuses so often what needs it, and does it then.
import type { FakeEngine } from './fake-engine'

export const lateOverlay = { Id: 'net-front', Name: 'front', Scope: 'swarm', Driver: 'overlay', Attachable: true }

const words = JSON.stringify({ message: 'network front not found' })

/** Gives how often it was asked. `meanwhile` is called at a refusal, before it is said. */
export function refuseOnce(engine: FakeEngine, path: string, meanwhile: () => unknown = () => undefined): () => number {
  let asked = 0
  engine.routes.set(path, async (_request, response) => {
    asked += 1
    if (asked > 1) return void response.writeHead(204).end()
    await meanwhile()
    response.writeHead(404, { 'content-type': 'application/json' }).end(words)
  })
  return () => asked
}
