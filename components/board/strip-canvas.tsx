'use client'
// A host as a picture of its containers: drawn once and kept by the browser, so that thousands of containers scroll as
// images do.
import { memo, useEffect, useMemo, useRef } from 'react'
import type { BoardContainer } from '@/lib/contract/board'
import { type Measure, stripOf } from './layout'
import type { Matched } from './use-matches'
import type { ThemeColours } from './use-theme-colours'

export const stripWidthPx = 78
export const stripHeightPx = 120

const plainTint = 0.55
const dimmedTint = 0.22
const seamPx = 0.75

type Props = {
  containers: readonly BoardContainer[]
  total: number
  measure: Measure
  matched: Matched | null
  flagOf: (stack: string | null) => number | undefined
  colours: ThemeColours
}

export const StripCanvas = memo(function StripCanvas({ containers, total, measure, matched, flagOf, colours }: Props) {
  const ref = useRef<HTMLCanvasElement>(null)
  // A key in the filter changes the tint of the parts and not their places.
  const parts = useMemo(() => stripOf(containers, total, measure, stripHeightPx), [containers, total, measure])
  useEffect(() => {
    const canvas = ref.current
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return
    const density = Math.min(2, window.devicePixelRatio || 1)
    // To set its size, also to the same, makes its memory anew.
    if (canvas.width !== stripWidthPx * density) {
      canvas.width = stripWidthPx * density
      canvas.height = stripHeightPx * density
    }
    context.setTransform(density, 0, 0, density, 0, 0)
    context.clearRect(0, 0, stripWidthPx, stripHeightPx)
    for (const { container, topPx, heightPx } of parts) {
      const flag = flagOf(container.stack)
      context.fillStyle = flag === undefined ? colours.idle : (colours.stacks[(flag - 1) % 10] ?? colours.idle)
      context.globalAlpha = matched === null ? plainTint : matched.has(container) ? 1 : dimmedTint
      context.fillRect(0, topPx, stripWidthPx, Math.max(0.5, heightPx - seamPx))
    }
  }, [parts, matched, flagOf, colours])
  return <canvas ref={ref} className="strip-canvas" />
})
