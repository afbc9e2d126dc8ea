import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { expect, it } from 'vitest'
import type { StepAct } from './act'
import { bringFiles } from './bring-files'

it('a file that has grown beyond all measure is refused before it fills the memory', async () => {
  let sent = 0
  // A header that says 1 GiB, and then content without end.
  const tar = pack()
  tar.entry({ name: 'config.yaml', size: 2 ** 30 })
  const { value: header } = await tar[Symbol.asyncIterator]().next()
  const endless = async function* () {
    yield header
    for (;;) {
      sent += 65_536
      yield Buffer.alloc(65_536)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const act = {
    cluster: { engine: () => ({ stream: async () => Readable.from(endless()) }) },
    step: { containerId: 'c1' },
    signal: new AbortController().signal,
  } as unknown as StepAct
  await expect(bringFiles(act, 'h1', 'c2', ['/etc/config.yaml'])).rejects.toThrow('has become too large')
  expect(sent).toBeLessThan(4 * 2 ** 20)
})
