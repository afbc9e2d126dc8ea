// A tab that nobody inspects while time passes. The test runner's own connection listens to the network of its pages, for which
// the browser keeps every answer in the tab, up to hundreds of megabytes: memory that no user's tab has.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Cookie } from '@playwright/test'
import WebSocket from 'ws'
import playwright from '@/playwright.config'
import { privateBytes } from './private-bytes'

export type TabFigures = { tabBytes: number; heapBytes: number; nodes: number }

export type UnwatchedTab = {
  /** Until the page shows it. */
  waitFor(selector: string): Promise<void>
  /** After a collection of garbage, for which the tab is inspected for that moment. */
  measure(): Promise<TabFigures>
  close(): Promise<void>
}

const longestLoadMs = 60_000

type Answer = { id?: number; result?: unknown; error?: { message: string } }

/** The browser's own protocol, as far as a measurement needs it. */
async function connect(url: string) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let serial = 0
  socket.on('message', (data) => {
    const { id, result, error } = JSON.parse(`${data}`) as Answer
    const asked = waiting.get(id ?? 0)
    waiting.delete(id ?? 0)
    if (error) asked?.reject(new Error(error.message))
    else asked?.resolve(result)
  })
  const ask = <T>(method: string, params: object = {}, sessionId?: string): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      serial += 1
      waiting.set(serial, { resolve: resolve as (result: unknown) => void, reject })
      socket.send(JSON.stringify({ id: serial, method, params, ...(sessionId ? { sessionId } : {}) }))
    })
  return { ask, close: () => socket.close() }
}

export async function openUnwatchedTab(url: string, cookies: readonly Cookie[]): Promise<UnwatchedTab> {
  const { executablePath = 'chromium', args = [] } = playwright.use?.launchOptions ?? {}
  const profile = mkdtempSync(path.join(tmpdir(), 'lotse-tab-'))
  const own = ['--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1280,800', 'about:blank']
  const child = spawn(executablePath, [...args, ...own], { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines = createInterface({ input: child.stderr })
  const address = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const [, found] = /DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the browser ended with ${code}`)))
  })
  const { ask, close } = await connect(address)
  await ask('Storage.setCookies', { cookies })
  const { targetId } = await ask<{ targetId: string }>('Target.createTarget', { url }).catch((error: unknown) => {
    child.kill('SIGTERM')
    throw error
  })
  const inspect = async <T>(look: (sessionId: string) => Promise<T>): Promise<T> => {
    const { sessionId } = await ask<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    const seen = await look(sessionId)
    await ask('Target.detachFromTarget', { sessionId })
    return seen
  }
  return {
    async waitFor(selector) {
      const expression = `document.querySelector(${JSON.stringify(selector)}) !== null`
      const deadline = performance.now() + longestLoadMs
      const isThere = (sessionId: string) =>
        ask<{ result: { value: boolean } }>('Runtime.evaluate', { expression }, sessionId).then(
          ({ result }) => result.value,
          // Between two documents there is nothing to ask.
          () => false,
        )
      while (!(await inspect(isThere))) {
        if (performance.now() > deadline) throw new Error(`${url} does not show ${selector}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    async measure() {
      const { metrics } = await inspect(async (sessionId) => {
        await ask('HeapProfiler.collectGarbage', {}, sessionId)
        await ask('Performance.enable', {}, sessionId)
        return ask<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics', {}, sessionId)
      })
      const { processInfo } = await ask<{ processInfo: { type: string; id: number }[] }>('SystemInfo.getProcessInfo')
      const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
      const tabBytes = Math.max(
        0,
        ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateBytes(id)),
      )
      return { tabBytes, heapBytes: figure('JSHeapUsedSize'), nodes: figure('Nodes') }
    },
    async close() {
      const ended = once(child, 'exit')
      await ask('Browser.close').catch(() => child.kill('SIGTERM'))
      close()
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
