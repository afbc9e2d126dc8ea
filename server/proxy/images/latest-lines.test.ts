import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLatestLines } from './latest-lines'

/** Takes one line, and the next when it is told to. */
function createReader() {
  const read: string[] = []
  let go: () => void = () => undefined
  let isSlow = true
  const out = new Writable({
    highWaterMark: 50,
    write(chunk, _encoding, done) {
      read.push(...String(chunk).trim().split('\r\n'))
      if (isSlow) go = done
      else done()
    },
  })
  const catchUp = async () => {
    isSlow = false
    go()
    await turn()
  }
  return { out, read, catchUp }
}
const line = (host: string, at: number) => ({ id: host, status: `layer ${at}` })

it('keeps of each host one line at most for a reader that does not read, and tells the newest when it does', async () => {
  const { out, read, catchUp } = createReader()
  const lines = createLatestLines(out)
  for (let at = 0; at < 1_000; at += 1) for (const host of ['n1', 'n2', 'n3']) lines.write(host, line(host, at))
  expect(out.writableLength).toBeLessThan(100)
  await catchUp()
  expect(read.length).toBeLessThan(8)
  expect(read.slice(-3).sort()).toEqual(['n1', 'n2', 'n3'].map((host) => JSON.stringify(line(host, 999))))
  lines.write('n1', line('n1', 1_000))
  expect(JSON.parse(read.at(-1) ?? '')).toEqual(line('n1', 1_000))
})

it('leaves out no outcome and nothing of the end, and tells all to who reads', async () => {
  const { out, read, catchUp } = createReader()
  const lines = createLatestLines(out)
  const hosts = Array.from({ length: 100 }, (_, at) => `n${at}`)
  for (const host of hosts) for (const at of [1, 2]) lines.write(host, line(host, at))
  lines.end([{ status: 'Status: done' }])
  await catchUp()
  const said = read.map((each) => JSON.parse(each) as { id?: string; status: string })
  for (const host of hosts) expect(said.findLast(({ id }) => id === host)).toEqual(line(host, 2))
  expect(said.at(-1)).toEqual({ status: 'Status: done' })

  const keen = createReader()
  await keen.catchUp()
  const all = createLatestLines(keen.out)
  for (let at = 0; at < 100; at += 1) all.write('n1', line('n1', at))
  expect(keen.read).toHaveLength(100)
})
