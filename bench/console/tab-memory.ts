// What a tab holds after minutes of events, on the page that changes most.
import { rowSelector, type Visitor } from './browser'
import { cpuPercent, type Ground, residentBytes } from './ground'
import { openUnwatchedTab } from './unwatched-tab'

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
  { cookies }: Visitor,
  ground: Ground,
  minutes: number,
  eventsPerSecond: number,
): Promise<TabMemory> {
  const tab = await openUnwatchedTab(`${ground.server.url}/containers`, cookies)
  try {
    await tab.waitFor(rowSelector)
    const before = await tab.measure()
    await ground.setEvents(eventsPerSecond)
    const pid = ground.server.pid() ?? 0
    const serverCpuPercent = await cpuPercent(pid, minutes * 60_000)
    const after = await tab.measure()
    return {
      ...after,
      startHeapBytes: before.heapBytes,
      startTabBytes: before.tabBytes,
      serverCpuPercent,
      serverBytes: residentBytes(pid),
    }
  } finally {
    await ground.setEvents(0)
    await tab.close()
  }
}
