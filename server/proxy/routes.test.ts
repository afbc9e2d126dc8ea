import { describe, expect, it } from 'vitest'
import { createRouter } from './router'
import { type Handling, routes } from './routes'

const route = createRouter(routes)
const found = (line: string): string => {
  const [method = '', path = ''] = line.split(' ')
  const match = route(method, path.slice(1).split('/'))
  if (match === null || match === 'method') return String(match)
  const { handling } = match.row
  const params = Object.entries(match.params).map(([name, value]) => `${name}=${value}`)
  return [kindOf(handling), ...params].join(' ')
}
const kindOf = (handling: Handling): string =>
  handling.kind === 'refused'
    ? `refused ${handling.status}`
    : handling.kind === 'container'
      ? `container ${handling.action}`
      : handling.kind

describe('the table of routes', () => {
  it.each([
    ['GET /_ping', 'own'],
    ['HEAD /_ping', 'own'],
    ['GET /containers/json', 'own'],
    ['GET /containers/web/json', 'own ref=web'],
    ['GET /containers/n1/web/json', 'own ref=n1/web'],
    ['POST /containers/web/start', 'container container.start ref=web'],
    ['POST /containers/n1/web/start', 'container container.start ref=n1/web'],
    ['DELETE /containers/web', 'container container.remove ref=web'],
    ['DELETE /containers/n1/web', 'container container.remove ref=n1/web'],
    ['GET /containers/web/attach/ws', 'container container.attach ref=web'],
    ['GET /containers/web/logs', 'container null ref=web'],
    ['GET /containers/web/checkpoints', 'container container.request ref=web rest=checkpoints'],
    ['POST /containers/prune', 'own'],
    ['POST /exec/abc/start', 'exec-start id=abc'],
    ['GET /images/registry:5000/team/web/json', 'own name=registry:5000/team/web'],
    ['GET /images/json', 'own'],
    ['DELETE /images/team/web', 'own name=team/web'],
    ['GET /networks/n1/bridge', 'own ref=n1/bridge'],
    ['DELETE /volumes/n1/data', 'own ref=n1/data'],
    ['GET /services', 'refused 503'],
    ['GET /nodes/n1', 'refused 503 rest=n1'],
    ['GET /swarm', 'refused 503'],
    ['POST /swarm/init', 'refused 501'],
    ['GET /plugins', 'own'],
    ['GET /plugins/team/p/json', 'refused 404 name=team/p'],
    ['POST /plugins/pull', 'refused 501 rest=pull'],
    ['POST /info', 'method'],
    ['GET /containers/create', 'method'],
    ['GET /nothing', 'null'],
    ['GET /', 'null'],
  ])('%s → %s', (line, expected) => {
    expect(found(line)).toBe(expected)
  })

  it('gives a reason with each refusal', () => {
    for (const { handling } of routes) if (handling.kind === 'refused') expect(handling.reason).toMatch(/\w.*[.\w]$/)
  })
})
