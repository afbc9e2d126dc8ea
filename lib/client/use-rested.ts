// A value that is typed, as it was once the typing rested: what is asked of the server follows it, not every key.
import { useEffect, useState } from 'react'

export function useRested<T>(value: T, restMs: number): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}
