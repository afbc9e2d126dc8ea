import { describe, expect, it } from 'vitest'
import { claimDrops, handOverDrop, readFiles, subscribeDroppedFiles, takeDroppedFiles } from './dropped-files'

const found = (path: string, content: string) => ({ path, file: new File([content], path.split('/').at(-1) ?? path) })
const drop = { files: [{ path: 'compose.yaml', content: '' }], skipped: [] }

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
