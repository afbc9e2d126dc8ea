// A signed-in client of the console's API, for the demo and as set-up of journeys whose subject is something else.
import type { Deployment } from '@/lib/contract/deployments'

export type ConsoleClient = {
  /** Parsed answer; throws the server's own message when it refuses. */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>
}

export async function signIn(url: string, password: string): Promise<ConsoleClient> {
  const api = `${url}/api/v1`
  const answer = await fetch(`${api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username: 'admin', password }),
  })
  if (!answer.ok) throw new Error(`sign-in refused: ${await answer.text()}`)
  const { csrfToken } = (await answer.json()) as { csrfToken: string }
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return {
    async call<T>(method: string, path: string, body?: unknown) {
      const response = await fetch(`${api}${path}`, {
        method,
        headers: { cookie, origin: url, 'x-csrf-token': csrfToken, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
  }
}

/** Resolves with the deployment once it has ended, whichever way. */
export async function deploymentEnd(client: ConsoleClient, stack: string, id: string): Promise<Deployment> {
  for (;;) {
    const deployment = await client.call<Deployment>('GET', `/stacks/${stack}/deployments/${id}`)
    if (!['running', 'cancelling'].includes(deployment.state)) return deployment
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
