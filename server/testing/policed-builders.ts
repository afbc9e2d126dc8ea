// A BuildKit client of a limited role, over HTTP/2 to the Docker API and from there to fake builders.
import { afterEach, beforeEach, expect } from 'vitest'
import type { DockerPolicy } from '@/lib/contract/docker-access'
import { grpcCodes } from '@/server/proxy/buildkit/grpc'
import { type Asked, fakeBuilders, field, openBuildKit } from './buildkit'
import { policedHosts } from './policed-hosts'

export const refusedBy = (rule: string) => ({
  status: grpcCodes.forbidden,
  words: expect.stringContaining(`the rule ${rule} `),
})

/** Anew for each test; nobody is connected until `as` says who. */
export function policedBuilders() {
  const ground = policedHosts()
  let asked: Asked[]
  let client: Awaited<ReturnType<typeof openBuildKit>> | undefined
  beforeEach(() => {
    asked = fakeBuilders(ground.two.engines)
  })
  afterEach(() => client?.close())

  const call = (path: string, message: Buffer, headers = {}) => {
    if (client === undefined) throw new Error('not connected')
    return client.call(path, message, headers)
  }
  let builds = 0
  return {
    ground,
    /** What the builders were asked. */
    asked: () => asked,
    /** A connection is of who opened it. */
    as: async (policy: Partial<DockerPolicy>) => {
      client?.close()
      ground.set('operator', policy)
      client = await openBuildKit(ground.two.endpoint.port)
    },
    call,
    /** The reference that the next `solve` has. */
    nextRef: () => `ref${builds + 1}`,
    solve: (...fields: Buffer[]) => {
      builds += 1
      const message = Buffer.concat([field(1, `ref${builds}`), field(6, 'dockerfile.v0'), ...fields])
      return call('/moby.buildkit.v1.Control/Solve', message)
    },
  }
}
