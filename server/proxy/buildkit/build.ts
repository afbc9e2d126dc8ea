// One build by BuildKit: on a host from its first word on, and on another if what it turns out to ask for is not there. Only when
// it is clear where it stays its session is let through, so that it never has to move.
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Caller } from '@/server/docker-access/caller'
import { audited } from '../audit'
import { requireShort } from '../containers/create-bounds'
import { hostsOfBuilt } from '../images/hosts-of-built'
import type { Claim } from '../placement/placement'
import type { ProxyContext } from '../types'
import { type Carried, carryStream, type GrpcOutcome, grpcCodes, refuseStream } from './grpc'
import { expressionsIn, type SolveRequest } from './messages'
import type { Upstreams } from './upstreams'

export type Build = {
  /** Whoever began it. */
  caller: Caller
  /** Where it is now. */
  hostId(): string
  /** What it asks for is known: it goes where that is, and stays. Throws no_placement. */
  decide(attrs: Readonly<Record<string, string>>): Promise<void>
}

export const keys = {
  session: (id: string) => `session ${id}`,
  ref: (ref: string) => `ref ${ref}`,
  /** Where it stays. */
  decided: (ref: string) => `decided ${ref}`,
  buildId: (id: string) => `build ${id}`,
}

/** So that none of its other connections waits for a host that it will not have. */
export function refuseBuild(
  { rendezvous }: Pick<ProxyContext, 'rendezvous'>,
  { ref, session }: Pick<SolveRequest, 'ref' | 'session'>,
  reason: Error,
): void {
  for (const key of [keys.ref(ref), keys.decided(ref), keys.session(session)]) rendezvous.refuse(key, reason)
}

type Parts = {
  context: ProxyContext
  upstreams: Upstreams
  stream: ServerHttp2Stream
  headers: IncomingHttpHeaders
  body: Buffer
  solve: SolveRequest
}

/** Throws no_placement. */
export function startBuild({ context, upstreams, stream, headers, body, solve }: Parts): Build {
  const { placement, cluster, rendezvous } = context
  const { ref, session, names } = solve
  const name = `build-${randomUUID()}`
  const claimFor = (expressions: readonly string[], preferred: readonly string[]): Claim => {
    requireShort(expressions)
    return placement.claim({ name, env: [...expressions, ...hostsOfBuilt(preferred)] })
  }
  const builtOn = cluster
    .images()
    .filter(({ tags }) => names.some((each) => tags.includes(each) || tags.includes(`${each}:latest`)))
    .flatMap(({ hostNames }) => hostNames)

  let claim = claimFor(expressionsIn(solve.attrs), builtOn)
  let isDecided = false
  let attempt = 0
  let carried: Carried | null = null
  let finish: (outcome: GrpcOutcome) => void = () => undefined
  const finished = new Promise<GrpcOutcome>((resolve) => {
    finish = resolve
  })

  const run = (): void => {
    attempt += 1
    const own = attempt
    rendezvous.settle(keys.ref(ref), claim.hostId)
    const carry = async () => {
      const upstream = await upstreams.toAct(claim.hostId)
      if (own !== attempt) return
      carried = carryStream(stream, headers, upstream, body)
      const outcome = await carried.done
      if (own === attempt) finish(outcome)
    }
    carry().catch((error: Error) => {
      if (own === attempt) refuse(error, grpcCodes.unavailable)
    })
  }
  const settle = () => {
    isDecided = true
    rendezvous.settle(keys.decided(ref), claim.hostId)
    if (session !== '') rendezvous.settle(keys.session(session), claim.hostId)
  }

  const refuse = (reason: Error, code: number = grpcCodes.failedPrecondition) => {
    isDecided = true
    attempt += 1
    carried?.abandon()
    refuseStream(stream, code, reason.message)
    finish({ code, message: reason.message })
    refuseBuild(context, solve, reason)
  }

  const target = names.join(', ') || 'an image'
  void audited(context, { action: 'image.build', target, message: claim.hostName }, async () => {
    run()
    if (solve.isWhole) settle()
    const { code, message } = await finished
    // What its client asked of it while it ended takes no place any more.
    isDecided = true
    claim.release()
    await cluster.refresh(claim.hostId, ['images']).catch(() => undefined)
    if (code === 0) return { status: 200, message: claim.hostName }
    return { status: code === grpcCodes.cancelled ? 499 : 502, message }
  })

  return {
    caller: context.caller,
    hostId: () => claim.hostId,
    async decide(attrs) {
      if (isDecided) return
      const expressions = expressionsIn(attrs)
      if (expressions.length > 0) {
        const before = claim
        before.release()
        try {
          claim = claimFor(expressions, [before.hostName])
        } catch (error) {
          refuse(error as Error)
          throw error
        }
        if (claim.hostId !== before.hostId) {
          carried?.abandon()
          run()
        }
      }
      settle()
    },
  }
}
