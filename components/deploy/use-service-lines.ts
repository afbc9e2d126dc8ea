'use client'
// The place of the form's service in the text, and the service at a place of the text: what keeps both views in step.
import { useCallback, useMemo } from 'react'
import { serviceLinesOf } from './service-lines'

/** `text` undefined: the open file is not the one that the form writes. */
export function useServiceLines(text: string | undefined, service: string | null) {
  const all = useMemo(() => (text === undefined ? [] : serviceLinesOf(text)), [text])
  const shown = service === null ? all[0] : all.find(({ name }) => name === service)
  const first = shown?.first
  const last = shown?.last
  const lines = useMemo(() => (first === undefined || last === undefined ? null : { first, last }), [first, last])
  const serviceAt = useCallback(
    (line: number) => all.find((entry) => line >= entry.first && line <= entry.last)?.name,
    [all],
  )
  return { lines, serviceAt }
}
