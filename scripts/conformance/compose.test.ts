// Keeps the loader in agreement with the reference tools over the cases that the repository carries.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { run } from './compose'

const testdata = fileURLToPath(new URL('../../server/compose/testdata', import.meta.url))

describe('compose conformance', { timeout: 120_000 }, () => {
  afterEach(() => vi.restoreAllMocks())

  it('agrees with every case of the repository', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
    const result = await run([testdata])
    expect(lines).toEqual([])
    expect(result).toEqual({ cases: 109, differing: 0 })
  })

  it('takes one part of a corpus as well', async () => {
    expect(await run([join(testdata, 'invalid')])).toEqual({ cases: 43, differing: 0 })
  })

  it('counts and names what differs', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
    const directory = mkdtempSync(join(tmpdir(), 'conformance-'))
    const one = join(directory, 'cases', 'one')
    mkdirSync(one, { recursive: true })
    writeFileSync(join(one, 'compose.yaml'), 'services: {web: {image: nginx, ports: ["80:80"]}}')
    writeFileSync(
      join(one, 'reference-composego.json'),
      JSON.stringify({
        name: 'corpus',
        services: { web: { image: 'httpd', networks: { default: null } } },
        networks: {},
      }),
    )
    expect(await run([directory])).toEqual({ cases: 1, differing: 1 })
    expect(lines.join('\n')).toContain('services.web.image: "nginx", reference "httpd"')
    rmSync(directory, { recursive: true })
  })
})
