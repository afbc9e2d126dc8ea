// An endpoint as data: what it takes, what it answers, who may ask, which line it leaves in the audit trail. Hono routes,
// checks of input and the OpenAPI document are all made from it.
import type { z } from 'zod'
import type { Identity } from '@/server/auth/identity'

export type Input<P, Q, B> = {
  params: P
  query: Q
  body: B
  /** Who asks. On a public endpoint this may be nobody. */
  identity: Identity
  /** The client's network address. */
  address: string
  /** Aborts when the client goes away. */
  signal: AbortSignal
  /** Cuts the connection, for a client that takes nothing any more: an ordinary end would wait for it. */
  hangUp(): void
  /** The request itself, for headers. */
  request: Request
  /** Whom the audit line names from here on: signing in makes somebody of nobody. */
  actAs(identity: Identity): void
  /** Says more in the audit line than that it went well, e.g. what it was before and is now. */
  note(message: string, details?: Record<string, unknown>): void
}

export type Audit<P, Q, B> = {
  /** `host.add` */
  action: string | ((input: Pick<Input<P, Q, B>, 'params' | 'query' | 'body'>) => string)
  target(input: Pick<Input<P, Q, B>, 'params' | 'query' | 'body'>): string
  /** The line's `ok` is `running` where the answer only says that a longer act has begun. */
  isStart?: boolean
}

type Shape = z.ZodObject
type Of<T> = T extends z.ZodType ? z.output<T> : undefined

type Common<P, Q, B, R> = {
  /** From the root, with `:name` for parameters. */
  path: `/${string}`
  tag: string
  summary: string
  params?: P
  query?: Q
  body?: B
  /** What a success answers; without it 204, or whatever Response the handler makes. */
  response?: R
  /** What the answer is when it is no JSON, for the document. */
  stream?: { type: string; of: z.ZodType; description: string }
  status?: 200 | 201 | 202
  /** `public`: also without a session. */
  access?: 'public'
  /** Most that a body may have. Default 1 MiB. */
  bodyLimitBytes?: number
  handle(input: Input<Of<P>, Of<Q>, Of<B>>): Promise<ResultOf<R>> | ResultOf<R>
}
type ResultOf<R> = R extends z.ZodType ? z.input<R> | Response : Response | undefined

/** What changes something leaves a line; what only asks with a body says so. */
type Changing<P, Q, B> = {
  method: 'post' | 'put' | 'patch' | 'delete'
  audit: Audit<Of<P>, Of<Q>, Of<B>> | 'asks-only'
}
type Reading = { method: 'get'; audit?: never }

export type AnyEndpoint = Omit<
  Common<Shape | undefined, Shape | undefined, z.ZodType | undefined, z.ZodType | undefined>,
  'handle'
> & {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  audit?: Audit<unknown, unknown, unknown> | 'asks-only'
  handle(input: Input<unknown, unknown, unknown>): unknown
}

export const endpoint = <
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(
  definition: Common<P, Q, B, R> & (Changing<P, Q, B> | Reading),
): AnyEndpoint => definition as unknown as AnyEndpoint
