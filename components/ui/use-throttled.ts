'use client'
// Acts at once after a rest, else once the rest is over, and then for the last who asked only.
import { useCallback, useEffect, useRef } from 'react'

export function useThrottled(restMs: number): (act: () => void) => void {
  const lastMs = useRef(Number.NEGATIVE_INFINITY)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(
    (act) => {
      const run = () => {
        lastMs.current = performance.now()
        act()
      }
      clearTimeout(timer.current)
      const waitMs = lastMs.current + restMs - performance.now()
      if (waitMs <= 0) run()
      else timer.current = setTimeout(run, waitMs)
    },
    [restMs],
  )
}
