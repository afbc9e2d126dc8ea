// One press of mouse, pen or finger from the moment it goes down: it lifts what lies under it (a mouse by moving, a finger by
// resting, since moving scrolls), follows it, scrolls the pane at its edges, and ends. Browsers' own drag and drop knows
// neither touch nor what is under it.
const liftAfterPx = 5
const restMs = 350
const restWithinPx = 8
/** A browser makes a click of a touch some time after the finger left. */
const tapMs = 400
const edgePx = 48
const fastestPx = 18

export type PointerDrag = {
  lift: (x: number, y: number) => void
  move: (x: number, y: number) => void
  drop: () => void
  /** Also when nothing was lifted yet. */
  cancel: () => void
}

/** How far a pane scrolls in one frame with the pointer so near to its edge. */
export function edgeSpeed(at: number, from: number, to: number): number {
  const before = from + edgePx - at
  const after = at - (to - edgePx)
  if (before > 0) return -Math.ceil((Math.min(before, edgePx) / edgePx) * fastestPx)
  if (after > 0) return Math.ceil((Math.min(after, edgePx) / edgePx) * fastestPx)
  return 0
}

/** Of a page whose bars lie over it, as on a phone. */
const barsPx = { top: 48, bottom: 84 }

/** What scrolls a pane: itself, something around it, or the page. */
export function scrollerOf(pane: HTMLElement): HTMLElement {
  for (let at: HTMLElement | null = pane; at && at !== document.body; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at)
    const isDown = /auto|scroll/.test(overflowY) && at.scrollHeight > at.clientHeight
    const isAcross = /auto|scroll/.test(overflowX) && at.scrollWidth > at.clientWidth
    if (isDown || isAcross) return at
  }
  return document.documentElement
}

const edgesOf = (scroller: HTMLElement) =>
  scroller === document.documentElement
    ? { left: 0, right: window.innerWidth, top: barsPx.top, bottom: window.innerHeight - barsPx.bottom }
    : scroller.getBoundingClientRect()

/** Gives what ends it from outside, as a cancelled one. */
export function followPointer(
  pane: HTMLElement,
  scroller: HTMLElement,
  down: PointerEvent,
  drag: PointerDrag,
): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const id = down.pointerId
  const start = { x: down.clientX, y: down.clientY }
  let at = start
  let lifted = false
  let frame = 0
  const isMouse = down.pointerType === 'mouse'
  const lateMs = isMouse ? 0 : tapMs
  const resting = isMouse ? undefined : setTimeout(() => lift(), restMs)

  const end = () => {
    clearTimeout(resting)
    cancelAnimationFrame(frame)
    listening.abort()
    if (pane.hasPointerCapture(id)) pane.releasePointerCapture(id)
  }
  const cancel = () => {
    if (signal.aborted) return
    end()
    drag.cancel()
  }
  const lift = () => {
    lifted = true
    pane.setPointerCapture(id)
    drag.lift(at.x, at.y)
    frame = requestAnimationFrame(scroll)
  }
  const scroll = () => {
    const box = edgesOf(scroller)
    const { scrollLeft, scrollTop } = scroller
    scroller.scrollBy(edgeSpeed(at.x, box.left, box.right), edgeSpeed(at.y, box.top, box.bottom))
    if (scroller.scrollLeft !== scrollLeft || scroller.scrollTop !== scrollTop) drag.move(at.x, at.y)
    frame = requestAnimationFrame(scroll)
  }
  const listen = <Type extends keyof WindowEventMap>(type: Type, hear: (event: WindowEventMap[Type]) => void) =>
    window.addEventListener(type, hear, { signal, capture: true })

  listen('pointermove', (event) => {
    if (event.pointerId !== id) return
    at = { x: event.clientX, y: event.clientY }
    if (lifted) return drag.move(at.x, at.y)
    const farPx = Math.hypot(at.x - start.x, at.y - start.y)
    if (isMouse && farPx >= liftAfterPx) lift()
    else if (!isMouse && farPx > restWithinPx) cancel()
  })
  listen('pointerup', (event) => {
    if (event.pointerId !== id) return
    if (!lifted) return cancel()
    swallowClick(null, lateMs)
    end()
    drag.drop()
  })
  listen('pointercancel', (event) => event.pointerId === id && cancel())
  // A second finger means something else.
  listen('pointerdown', (event) => {
    if (event.pointerId === id) return
    if (lifted) swallowClick(id, lateMs)
    cancel()
  })
  // Of the window itself: every change of focus inside is heard here, too.
  listen('blur', (event) => event.target === window && cancel())
  listen('keydown', (event) => {
    if (event.key !== 'Escape' || !lifted) return
    event.preventDefault()
    event.stopPropagation()
    swallowClick(id, lateMs)
    cancel()
  })
  // A finger that rests asks for a menu.
  listen('contextmenu', (event) => event.preventDefault())
  return cancel
}

/**
 * The release of a drag is no click on what lies there. `stillDown`: the pointer that is yet to be released; `lateMs`: how
 * long after that its click may come.
 */
function swallowClick(stillDown: number | null, lateMs: number) {
  const listening = new AbortController()
  const listen = { signal: listening.signal, capture: true }
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const end = () => setTimeout(() => listening.abort(), lateMs)
  window.addEventListener('click', swallow, listen)
  if (stillDown === null) return end()
  const onUp = ({ pointerId }: PointerEvent) => pointerId === stillDown && end()
  window.addEventListener('pointerup', onUp, listen)
  window.addEventListener('pointercancel', onUp, listen)
}
