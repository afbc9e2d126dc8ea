import { describe, expect, it } from 'vitest'
import { claimDrops, handOverDrop, readDrop, readFiles, subscribeDroppedFiles, takeDroppedFiles } from './dropped-files'

const found = (path: string, content: string) => ({ path, file: new File([content], path.split('/').at(-1) ?? path) })
const drop = { files: [{ path: 'compose.yaml', content: '' }], skipped: [] }

/** What a drop of a folder holds, as far as it is read. */
function droppedFolder(count: number): DataTransfer {
  const children = Array.from({ length: count }, (_, at) => ({
    isFile: true,
    name: `${at}.env`,
    file: (take: (file: File) => void) => take(new File([`N=${at}`], `${at}.env`)),
  }))
  const folder = {
    isFile: false,
    name: 'shop',
    createReader: () => ({ readEntries: (take: (batch: unknown[]) => void) => take(children.splice(0, 100)) }),
  }
  return { items: [{ webkitGetAsEntry: () => folder }], files: [] } as unknown as DataTransfer
}

describe('dropped files', () => {
  it('takes the folder that was dropped off the paths', async () => {
    const read = await readFiles([found('shop/compose.yaml', 'a'), found('shop/conf/app.env', 'b')])
    expect(read.files.map((file) => file.path)).toEqual(['compose.yaml', 'conf/app.env'])
  })

  it('names what it leaves out', async () => {
    const read = await readFiles([
      found('a.yaml', 'ok'),
      found('logo.png', 'x\0y'),
      found('big.yaml', 'x'.repeat(1_000_001)),
    ])
    expect(read.files).toHaveLength(1)
    expect(read.skipped.map((skipped) => skipped.path)).toEqual(['logo.png', 'big.yaml'])
  })

  it('takes no letters of another encoding for its own', async () => {
    const latin = { path: '.env', file: new File([Uint8Array.from([0x4e, 0x3d, 0xfc])], '.env') }
    const read = await readFiles([latin, found('app.env', 'N=ü')])
    expect(read.files).toEqual([{ path: 'app.env', content: 'N=ü' }])
    expect(read.skipped.map(({ path }) => path)).toEqual(['.env'])
  })

  it('says so when a folder holds more files than are read', async () => {
    const read = await readDrop(droppedFolder(230))
    expect(read.files).toHaveLength(200)
    expect(read.skipped).toHaveLength(1)
    expect(await readDrop(droppedFolder(200))).toMatchObject({ skipped: [] })
  })

  it('waits until taken, once, and tells a page that is already open', () => {
    let told = 0
    const end = subscribeDroppedFiles(() => {
      told += 1
    })
    expect(handOverDrop(drop)).toBe(false)
    end()
    expect(told).toBe(1)
    expect(takeDroppedFiles()).toBe(drop)
    expect(takeDroppedFiles()).toBeNull()
  })

  it('goes to the page that claims drops, while it does', () => {
    const got: unknown[] = []
    const end = claimDrops((dropped) => got.push(dropped))
    expect(handOverDrop(drop)).toBe(true)
    end()
    expect(got).toEqual([drop])
    expect(takeDroppedFiles()).toBeNull()
  })
})
