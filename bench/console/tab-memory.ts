// What a tab holds after minutes of events, on the page that changes most.
import { rowSelector, type Visitor } from './browser'
import { cpuPercent, type Ground, residentBytes } from './ground'

export type TabMemory = {
  startHeapBytes: number
  heapBytes: number
  startTabBytes: number
  tabBytes: number
  nodes: number
  serverCpuPercent: number
  serverBytes: number
}

export async function tabMemory(
  visitor: Visitor,
  ground: Ground,
  minutes: number,
  eventsPerSecond: number,
): Promise<TabMemory> {
  const { context, page, cdp } = await visitor.open()
  await page.goto(`${ground.server.url}/containers`)
  await page.waitForSelector(rowSelector)
  await cdp.send('Performance.enable')
  const measure = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    const { metrics } = await cdp.send('Performance.getMetrics')
    const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    return { heapBytes: figure('JSHeapUsedSize'), nodes: figure('Nodes'), tabBytes: await visitor.tabBytes() }
  }
  const before = await measure()
  await ground.setEvents(eventsPerSecond)
  const pid = ground.server.pid() ?? 0
  const serverCpuPercent = await cpuPercent(pid, minutes * 60_000)
  const after = await measure()
  await ground.setEvents(0)
  await context.close()
  return {
    ...after,
    startHeapBytes: before.heapBytes,
    startTabBytes: before.tabBytes,
    serverCpuPercent,
    serverBytes: residentBytes(pid),
  }
}
