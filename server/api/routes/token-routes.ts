// Tokens for scripts.
import { z } from 'zod'
import { apiToken, createdToken, createTokenRequest } from '@/lib/contract/auth'
import { AppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'tokens'

export const tokenRoutes = ({ auth }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/tokens',
    tag,
    summary: 'Own tokens, without the tokens themselves',
    response: z.array(apiToken),
    handle: ({ identity }) => auth.tokens.list(identity.userId),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/tokens',
    tag,
    summary: 'Make a token; it is shown this once',
    body: createTokenRequest,
    response: createdToken,
    status: 201,
    audit: { action: 'token.create', target: ({ body }) => body.name },
    handle: ({ identity, body }) => {
      // Else a leaked token could make itself successors that outlive its removal.
      if (identity.via.kind === 'token') throw new AppError('forbidden', 'A token cannot make tokens.')
      return auth.tokens.create(identity.userId, body.name, body.expiresInDays)
    },
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/tokens/:id',
    tag,
    summary: 'Remove a token; it stops working at once',
    params: z.object({ id: z.string() }),
    audit: { action: 'token.remove', target: ({ params }) => params.id },
    handle: async ({ identity, params, note }) => {
      note(await auth.tokens.remove(identity.userId, params.id))
      return undefined
    },
  }),
]
