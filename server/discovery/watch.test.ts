import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '@/server/testing/host-store'
import { watch, watchAll } from './watch'

const options = { log: silentLog, pollMs: 20 }

describe('watching a discovery file', () => {
  let directory = ''
  let file = ''
  let stop: () => void = () => undefined
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'discovery-'))
    file = path.join(directory, 'hosts')
  })
  afterEach(async () => {
    stop()
    await rm(directory, { recursive: true, force: true })
  })

  const listen = () => {
    const lists: string[][] = []
    stop = watch({ kind: 'file', path: file }, (list) => lists.push(list), options)
    return lists
  }

  it('tells the list, then each change of it', async () => {
    await writeFile(file, 'n1:2375\n')
    const lists = listen()
    await vi.waitFor(() => expect(lists).toEqual([['tcp://n1:2375']]), 20_000)
    await writeFile(file, 'n1:2375\nn2:2375\n')
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['tcp://n1:2375', 'tcp://n2:2375']), 20_000)
  })

  it('keeps the last list while the file is away, and reads the new one', async () => {
    await writeFile(file, 'n1:2375\n')
    const lists = listen()
    await vi.waitFor(() => expect(lists).toHaveLength(1), 20_000)
    const warned = vi.spyOn(silentLog, 'warn')
    await rm(file)
    await vi.waitFor(() => expect(warned).toHaveBeenCalled(), 20_000)
    expect(lists).toHaveLength(1)
    await writeFile(`${file}.new`, 'n3:2375\n')
    await rename(`${file}.new`, file)
    await vi.waitFor(() => expect(lists).toEqual([['tcp://n1:2375'], ['tcp://n3:2375']]), 20_000)
  })

  it('begins empty when the file is not there yet', async () => {
    const lists = listen()
    await vi.waitFor(() => expect(lists).toEqual([[]]), 20_000)
    await writeFile(file, 'n1:2375\n')
    await vi.waitFor(() => expect(lists).toEqual([[], ['tcp://n1:2375']]), 20_000)
  })

  it('joins several sources to one list, told when all have spoken', async () => {
    await writeFile(file, 'n1:2375\n')
    const lists: string[][] = []
    stop = watchAll(
      [
        { kind: 'nodes', addresses: ['tcp://n0:2375', 'tcp://n1:2375'] },
        { kind: 'file', path: file },
      ],
      (list) => lists.push(list),
      options,
    )
    await vi.waitFor(() => expect(lists).toEqual([['tcp://n0:2375', 'tcp://n1:2375']]), 20_000)
  })
})
