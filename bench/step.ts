// The steps of a long benchmark: told as they begin, and named by what fails in them, because "Timeout 60000ms exceeded"
// alone says nothing.
import { messageOf } from '@/server/errors'

export async function step<T>(name: string, act: () => Promise<T>): Promise<T> {
  const began = performance.now()
  process.stderr.write(`${name} …`)
  try {
    const result = await act()
    process.stderr.write(` ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stderr.write('\n')
    throw new Error(`${name}: ${messageOf(error)}`, { cause: error })
  }
}
