import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogLine } from '@/lib/contract/containers'
import { type FakeEngine, fakeContainer, startFakeEngine } from '@/server/testing/fake-engine'
import { createDemux } from './demux'
import { type OwnedEngine, openEngine } from './engine'
import { containerLogs, type LogRequest } from './logs'

const frame = (kind: number, text: string | Buffer): Buffer => {
  const payload = Buffer.from(text)
  const head = Buffer.alloc(8)
  head[0] = kind
  head.writeUInt32BE(payload.length, 4)
  return Buffer.concat([head, payload])
}
const at = '2026-01-01T00:00:01.123456789Z'

describe('frames', () => {
  it('come out whole however they are cut', () => {
    const parts = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string({ unit: 'grapheme', maxLength: 40 })), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(parts, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (frames, cuts) => {
        const whole = Buffer.concat(frames.map(([kind, text]) => frame(kind, text)))
        const demux = createDemux()
        const out: [number, string][] = []
        for (let from = 0, turn = 0; from < whole.length; turn += 1) {
          const end = from + (cuts[turn % cuts.length] ?? 1)
          for (const { stream, payload } of demux(whole.subarray(from, end))) {
            out.push([stream === 'stdout' ? 1 : 2, payload.toString()])
          }
          from = end
        }
        expect(out).toEqual(frames)
      }),
    )
  })
  it('are refused when they are none', () => {
    expect(() => createDemux()(Buffer.from('plain text, no frame'))).toThrow(/not in frames/)
  })
})

describe('logs', () => {
  let fake: FakeEngine
  let engine: OwnedEngine
  let respond: (response: ServerResponse) => void
  beforeEach(async () => {
    fake = await startFakeEngine({ containers: [fakeContainer({ Id: 'abc' })] })
    engine = openEngine(fake.address)
    fake.routes.set('/containers/abc/logs', (_request, response) => {
      response.writeHead(200)
      respond(response)
    })
  })
  afterEach(async () => {
    engine.close()
    await fake.stop()
  })
  const read = async (request: LogRequest = {}) => {
    const lines: LogLine[] = []
    for await (const line of containerLogs(engine, 'abc', request)) lines.push(line)
    return lines
  }

  it('come as lines with time and stream', async () => {
    respond = (response) => {
      response.write(frame(1, `${at} hello\n`))
      response.write(frame(2, `${at} oh no\r\n`))
      response.write(frame(1, `${at} \n`))
      response.end(frame(1, `${at} no end`))
    }
    expect(await read({ tty: false })).toEqual([
      { at, stream: 'stdout', text: 'hello' },
      { at, stream: 'stderr', text: 'oh no' },
      { at, stream: 'stdout', text: '' },
      { at, stream: 'stdout', text: 'no end' },
    ])
  })

  it('join a long line that the engine gave in pieces, each with its time', async () => {
    respond = (response) => {
      response.write(frame(1, `${at} ${'ä'.repeat(8000)}`))
      response.write(frame(2, `${at} meanwhile\n`))
      response.end(frame(1, '2026-01-01T00:00:02Z end\n'))
    }
    expect(await read({ tty: false })).toEqual([
      { at, stream: 'stderr', text: 'meanwhile' },
      { at, stream: 'stdout', text: `${'ä'.repeat(8000)}end` },
    ])
  })

  it('of a terminal have no frames', async () => {
    const container = fake.containers.get('abc')
    if (container) container.Config = { ...container.Config, ...{ Tty: true } }
    respond = (response) => {
      const bytes = Buffer.from(`${at} grün\r\n${at} zwei\r\n`)
      response.write(bytes.subarray(0, at.length + 4))
      setTimeout(() => response.end(bytes.subarray(at.length + 4)), 5)
    }
    expect(await read()).toEqual([
      { at, stream: 'console', text: 'grün' },
      { at, stream: 'console', text: 'zwei' },
    ])
  })

  it('are live, and end when nobody listens any more', async () => {
    let isClosed = false
    respond = (response) => {
      response.once('close', () => {
        isClosed = true
      })
      response.write(frame(1, `${at} first\n`))
    }
    for await (const line of containerLogs(engine, 'abc', { follow: true, tty: false })) {
      expect(line.text).toBe('first')
      break
    }
    await expect.poll(() => isClosed).toBe(true)
  })

  it('end quietly when cancelled and with a sentence when broken', async () => {
    respond = (response) => response.write(frame(1, `${at} first\n`))
    const cancel = new AbortController()
    const lines: string[] = []
    for await (const line of containerLogs(engine, 'abc', { follow: true, tty: false, signal: cancel.signal })) {
      lines.push(line.text)
      cancel.abort()
    }
    expect(lines).toEqual(['first'])
    respond = (response) => {
      response.write(frame(1, `${at} first\n`))
      setTimeout(() => response.destroy(), 5)
    }
    await expect(read({ tty: false })).rejects.toMatchObject({ code: 'host_unreachable' })
    respond = (response) => response.end('<html>')
    await expect(read({ tty: false })).resolves.toEqual([])
    respond = (response) => response.end('<html>It works</html>')
    await expect(read({ tty: false })).rejects.toMatchObject({ code: 'engine_error' })
  })
})
