// The console's HTTP API as one fetch function: routes from the endpoints, security headers, request ids, errors.
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { AppError } from '@/server/errors'
import type { AnyEndpoint } from './endpoint'
import { errorAnswer, nameFailure } from './error-answer'
import type { RequestCounter } from './metrics'
import { type ServeParts, serveEndpoint } from './serve-endpoint'

export type ApiEnvironment = {
  Bindings: { incoming?: { socket?: { remoteAddress?: string | undefined; destroy?(): void } } }
}

const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export const createApi = (endpoints: AnyEndpoint[], parts: ServeParts, requests?: RequestCounter) => {
  const app = new Hono<ApiEnvironment & { Variables: { requestId: string } }>({ strict: false })

  app.use(async (context, next) => {
    context.set('requestId', randomUUID())
    const startedAtMs = performance.now()
    await next()
    requests?.count(context.req.method, context.res.status, performance.now() - startedAtMs)
    const { headers } = context.res
    for (const [name, value] of Object.entries(answerHeaders)) if (!headers.has(name)) headers.set(name, value)
    headers.set('x-request-id', context.get('requestId'))
  })

  for (const endpoint of endpoints) {
    app.on(endpoint.method.toUpperCase(), endpoint.path, (context) =>
      serveEndpoint(endpoint, parts, {
        request: context.req.raw,
        params: context.req.param() as Record<string, string>,
        requestId: context.get('requestId'),
        address: context.env?.incoming?.socket?.remoteAddress ?? 'unknown',
        hangUp: () => context.env?.incoming?.socket?.destroy?.(),
      }),
    )
  }

  app.notFound((context) => {
    const error = new AppError('not_found', `There is no ${context.req.method} ${context.req.path}.`, {
      details: { fix: 'GET /api/openapi.json lists what there is.' },
    })
    return errorAnswer(error, context.get('requestId'))
  })
  app.onError((error, context) => {
    const requestId = context.get('requestId')
    return errorAnswer(nameFailure(error, requestId, parts.log), requestId)
  })
  return app
}
