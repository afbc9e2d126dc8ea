// Memory that is not used belongs to others on the machine. Left alone, V8 lets garbage grow to three times what a large cluster
// takes before it looks for it, and keeps what the first looks at all hosts needed.
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Of what is in use, in percent: more costs memory, less costs processor. */
const garbageWhileStarting = 100
const garbageAfterwards = 35
/** A small cluster's heap is not worth a pause. */
const worthwhileBytes = 96 * 2 ** 20
/** V8 gives back page by page, in steps of milliseconds. */
const givingBackMs = 45_000

const allowGarbage = (percent: number) => setFlagsFromString(`--heap-growing-percent=${percent}`)

export const startHeap = (): void => allowGarbage(garbageWhileStarting)

/** Once, when the hosts have been read for the first time. */
export function settleHeap(): void {
  allowGarbage(garbageAfterwards)
  const { total_heap_size, used_heap_size } = getHeapStatistics()
  if (total_heap_size < worthwhileBytes || used_heap_size < worthwhileBytes / 2) return
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
  setTimeout(() => setFlagsFromString('--no-optimize-for-size'), givingBackMs).unref()
}
