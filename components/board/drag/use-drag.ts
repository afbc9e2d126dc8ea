'use client'
// What a person holds over the board and where it would go, by pointer or by keys. Places are moved over and not the state
// of the page: the floating block follows the pointer by its style alone.
import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { followPointer, scrollerOf } from './follow-pointer'

export type Lifted<Item> = { item: Item; by: 'pointer' | 'keys'; target: string | null }

type Options<Item> = {
  /** What lies under a press; null: nothing that can be lifted. */
  itemAt: (element: Element, event: { shiftKey: boolean; clientY: number }) => Item | null
  targetAt: (element: Element) => string | null
  /** Where a key goes from a target; undefined: it goes nowhere. */
  walk: (from: string | null, key: string) => string | null | undefined
  /** What scrolls, or lies in what scrolls, when the pointer comes near its edge; the pane unless another is named. */
  scrollerOf?: (pane: HTMLElement) => HTMLElement
  onDrop: (item: Item, target: string) => void
  /** Put back without a drop. */
  onCancel?: (item: Item) => void
}

export type Drag<Item> = {
  /** For the element that scrolls and holds all that can be lifted. */
  setPane: (pane: HTMLElement | null) => void
  lifted: Lifted<Item> | null
  onPointerDown: (event: ReactPointerEvent) => void
  /** Takes it up by keys. */
  lift: (item: Item, target: string | null) => void
  cancel: () => void
  /** The block beside the pointer. */
  float: RefObject<HTMLDivElement | null>
}

const floatOffsetPx = { x: 14, y: 10 }
/** Must agree with board-drag.css, with a little to spare. */
const floatWidthPx = 176

export function useDrag<Item>(options: Options<Item>): Drag<Item> {
  const [pane, setPane] = useState<HTMLElement | null>(null)
  const latest = useRef(options)
  latest.current = options
  const [lifted, setLifted] = useState<Lifted<Item> | null>(null)
  const now = useRef<Lifted<Item> | null>(null)
  const stop = useRef<(() => void) | null>(null)
  const float = useRef<HTMLDivElement>(null)
  const at = useRef({ x: 0, y: 0 })

  const hold = useCallback((next: Lifted<Item> | null) => {
    now.current = next
    setLifted(next)
  }, [])
  const place = () => {
    if (!float.current) return
    const { x, y } = at.current
    // At the edge of a phone it would be out of sight.
    const left = Math.min(x + floatOffsetPx.x, window.innerWidth - floatWidthPx)
    float.current.style.transform = `translate(${Math.max(0, left)}px, ${y + floatOffsetPx.y}px)`
  }
  const aim = useCallback(
    (target: string | null) => {
      if (now.current && now.current.target !== target) hold({ ...now.current, target })
    },
    [hold],
  )
  const putDown = useCallback(
    (isDrop: boolean) => {
      const last = now.current
      stop.current = null
      if (!last) return
      hold(null)
      if (isDrop && last.target !== null) latest.current.onDrop(last.item, last.target)
      else latest.current.onCancel?.(last.item)
    },
    [hold],
  )
  const cancel = useCallback(() => {
    if (stop.current) stop.current()
    else putDown(false)
  }, [putDown])

  // The block appears where the pointer is, before its first move.
  useLayoutEffect(() => {
    if (lifted?.by === 'pointer') place()
  })
  useEffect(() => cancel, [cancel])

  // Heard before the page scrolls under a finger that holds something. It has to be there when the finger comes down.
  useEffect(() => {
    const keep = (event: TouchEvent) => {
      if (now.current?.by === 'pointer' && event.cancelable) event.preventDefault()
    }
    pane?.addEventListener('touchmove', keep, { passive: false })
    return () => pane?.removeEventListener('touchmove', keep)
  }, [pane])

  const isByKeys = lifted?.by === 'keys'
  useEffect(() => {
    if (!isByKeys) return
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      const target = latest.current.walk(now.current?.target ?? null, event.key)
      const isDrop = event.key === 'Enter' || event.key === ' '
      if (target === undefined && !isDrop && event.key !== 'Escape' && event.key !== 'Tab') return
      event.preventDefault()
      event.stopPropagation()
      if (target !== undefined) aim(target)
      else putDown(isDrop)
    }
    const onPress = () => putDown(false)
    window.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('pointerdown', onPress, { capture: true })
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('pointerdown', onPress, { capture: true })
    }
  }, [isByKeys, aim, putDown])

  return {
    setPane,
    lifted,
    float,
    cancel,
    lift: (item, target) => {
      cancel()
      hold({ item, by: 'keys', target })
    },
    onPointerDown: (event) => {
      if (!pane || event.button !== 0 || !event.isPrimary || now.current || stop.current) return
      const item = latest.current.itemAt(event.target as Element, event)
      if (item === null) return
      const move = (x: number, y: number) => {
        at.current = { x, y }
        place()
        const under = document.elementFromPoint(x, y)
        aim(under && pane.contains(under) ? latest.current.targetAt(under) : null)
      }
      stop.current = followPointer(pane, scrollerOf(latest.current.scrollerOf?.(pane) ?? pane), event.nativeEvent, {
        lift: (x, y) => {
          hold({ item, by: 'pointer', target: null })
          move(x, y)
        },
        move,
        drop: () => putDown(true),
        cancel: () => putDown(false),
      })
    },
  }
}
