'use client'
// A host as a picture of its containers: drawn once and kept by the browser, so that thousands of containers scroll as
// images do.
import { memo, useEffect, useRef } from 'react'
import type { BoardContainer } from '@/lib/contract/board'
import type { Match } from './container-match'
import { type Measure, stripOf } from './layout'
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
  match: Match | null
  flagOf: (stack: string | null) => number | undefined
  colours: ThemeColours
}

export const StripCanvas = memo(function StripCanvas({ containers, total, measure, match, flagOf, colours }: Props) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = ref.current
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return
    const density = Math.min(2, window.devicePixelRatio || 1)
    canvas.width = stripWidthPx * density
    canvas.height = stripHeightPx * density
    context.scale(density, density)
    context.clearRect(0, 0, stripWidthPx, stripHeightPx)
    for (const { container, topPx, heightPx } of stripOf(containers, total, measure, stripHeightPx)) {
      const flag = flagOf(container.stack)
      context.fillStyle = flag === undefined ? colours.idle : (colours.stacks[(flag - 1) % 10] ?? colours.idle)
      context.globalAlpha = match === null ? plainTint : match(container) ? 1 : dimmedTint
      context.fillRect(0, topPx, stripWidthPx, Math.max(0.5, heightPx - seamPx))
    }
  }, [containers, total, measure, match, flagOf, colours])
  return <canvas ref={ref} className="strip-canvas" />
})
