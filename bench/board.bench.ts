// `npm run bench -- board`: the placement board in a real browser over a farm of 200 hosts with 6,000 containers.
import { boardLines } from './console/board'
import { openVisitor } from './console/browser'
import { openGround } from './console/ground'
import { table } from './console/lines'
import { step } from './step'
import type { Table } from './table'

const size = { hosts: 200, containersPerHost: 30 }

export async function run(): Promise<Table[]> {
  const ground = await step('farm and server, until all hosts are healthy', () => openGround(size))
  try {
    const visitor = await step('browser and sign-in', () => openVisitor(ground.server.url))
    try {
      return [table('Board in the browser: 200 hosts, 6,000 containers', await boardLines(visitor, ground.server.url))]
    } finally {
      await visitor.close()
    }
  } finally {
    await ground.end()
  }
}
