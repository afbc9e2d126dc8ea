'use client'
// The board from afar: every host as a strip, group by group, so that two hundred are seen at once.
import clsx from 'clsx'
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTexts } from '@/lib/client/language'
import type { BoardContainer } from '@/lib/contract/board'
import { boardTexts } from '@/lib/texts/board'
import { stateTexts } from '@/lib/texts/states'
import { type BoardParts, nothing } from './board-columns'
import type { Hand } from './hand'
import { Strip } from './strip'
import { stripPartUnder } from './strip-hit'
import { StripPeek } from './strip-peek'
import { type Matches, none } from './use-matches'
import { useStripPick } from './use-strip-pick'
import { useThemeColours } from './use-theme-colours'

type Props = BoardParts & {
  /** Null: nothing is asked for. */
  matches: Matches | null
  hand: Hand
  /** Goes near, to that host. */
  onEnter: (hostId: string) => void
}

const stripsIn = (root: HTMLElement | null): HTMLElement[] => [
  ...(root?.querySelectorAll<HTMLElement>('[data-strip]') ?? []),
]

/** The strip above or below: the nearest of the next row, rows being what stands on one height. */
function verticalNeighbour(strips: HTMLElement[], from: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const boxes = strips.map((strip) => ({ strip, box: strip.getBoundingClientRect() }))
  const own = from.getBoundingClientRect()
  const beyond = boxes.filter(({ box }) => (box.top - own.top) * step > own.height / 2)
  const rowTop = beyond.reduce(
    (best, { box }) => (step > 0 ? Math.min(best, box.top) : Math.max(best, box.top)),
    step * Number.POSITIVE_INFINITY,
  )
  return beyond
    .filter(({ box }) => Math.abs(box.top - rowTop) < own.height / 2)
    .sort((a, b) => Math.abs(a.box.left - own.left) - Math.abs(b.box.left - own.left))[0]?.strip
}

function neighbour(strips: HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const at = strips.indexOf(from)
  switch (key) {
    case 'ArrowLeft':
      return strips[at - 1]
    case 'ArrowRight':
      return strips[at + 1]
    case 'ArrowUp':
      return verticalNeighbour(strips, from, -1)
    case 'ArrowDown':
      return verticalNeighbour(strips, from, 1)
    case 'Home':
      return strips[0]
    case 'End':
      return strips.at(-1)
  }
}

export function BoardStrips({ groups, groupKey, byHost, measure, match, matches, flagOf, hand, onEnter }: Props) {
  const t = useTexts(boardTexts)
  const words = useTexts(stateTexts)
  const root = useRef<HTMLDivElement>(null)
  const { setPane } = hand
  const pane = useCallback(
    (element: HTMLDivElement | null) => {
      root.current = element
      setPane(element)
    },
    [setPane],
  )
  const colours = useThemeColours()
  const [cursorId, setCursorId] = useState<string | null>(null)
  const [peek, setPeek] = useState<{ hostId: string; at: DOMRect } | null>(null)
  const [pointed, setPointed] = useState<BoardContainer | null>(null)
  const all = useMemo(() => groups.flatMap((group) => group.hosts), [groups])
  const pick = useStripPick({ hosts: all, byHost, match, onLift: hand.liftByKeys })
  const cursor = all.some(({ id }) => id === cursorId) ? cursorId : all[0]?.id
  const peeked = peek && all.find(({ id }) => id === peek.hostId)
  const isHeld = hand.lifted !== null
  // What is held is drawn over the strips by the pane that has the pointer, so the peek follows the target.
  const { target, verdicts = null } = hand
  // Marked beside React: two hundred strips are not drawn again for each that something is held over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a strip that says something else loses its mark
  useLayoutEffect(() => {
    const strip = isHeld ? stripsIn(root.current).find(({ dataset }) => dataset.strip === target) : undefined
    strip?.classList.add('target')
    return () => strip?.classList.remove('target')
  }, [isHeld, target, verdicts])
  const peekAtTarget = useCallback(() => {
    const strip = stripsIn(root.current).find(({ dataset }) => dataset.strip === target)
    setPeek(strip && target !== null ? { hostId: target, at: strip.getBoundingClientRect() } : null)
    return strip
  }, [target])
  const isByKeys = hand.by === 'keys'
  useEffect(() => {
    if (!isHeld) return
    const strip = peekAtTarget()
    // The keys take the eye along.
    if (isByKeys) strip?.scrollIntoView({ block: 'nearest' })
  }, [isHeld, isByKeys, peekAtTarget])

  const stripAt = (target: EventTarget) => (target as Element).closest<HTMLElement>('[data-strip]')
  const show = (event: PointerEvent | FocusEvent) => {
    if (isHeld) return
    const strip = stripAt(event.target)
    const hostId = strip?.dataset.strip
    setPeek(strip && hostId !== undefined ? { hostId, at: strip.getBoundingClientRect() } : null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const from = stripAt(event.target)
    if (!from) return
    const { strip: hostId = '' } = from.dataset
    if (pick.onKeyDown(event, hostId)) {
      event.preventDefault()
      event.stopPropagation()
      setPeek({ hostId, at: from.getBoundingClientRect() })
      return
    }
    const strips = stripsIn(root.current)
    if (event.key === 'Escape') setPeek(null)
    const strip = neighbour(strips, from, event.key)
    if (!strip) return
    event.preventDefault()
    setCursorId(strip.dataset.strip ?? null)
    strip.focus()
  }
  const sections = useMemo(
    () =>
      groups.map((group) => (
        <section key={group.value ?? ''}>
          {groupKey !== null && (
            <h2>
              {group.value === null ? t.without(groupKey) : `${groupKey}=${group.value}`}
              <span className="dim">{words.hosts(group.hosts.length)}</span>
            </h2>
          )}
          <div className="strip-row">
            {group.hosts.map((host) => (
              <Strip
                key={host.id}
                host={host}
                containers={byHost.get(host.id) ?? nothing}
                measure={measure}
                matched={matches && (matches.get(host.id) ?? none)}
                flagOf={flagOf}
                colours={colours}
                isCursor={host.id === cursor}
                says={verdicts?.get(host.id)?.kind ?? null}
              />
            ))}
          </div>
        </section>
      )),
    [groups, groupKey, byHost, measure, matches, flagOf, colours, cursor, verdicts, t, words],
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the buttons inside; this is their common ear
    <div
      ref={pane}
      className={clsx('strips', isHeld && 'held')}
      onPointerDown={hand.onPointerDown}
      onKeyDown={onKeyDown}
      onPointerOver={show}
      onPointerMove={(event) => {
        if (!isHeld)
          setPointed(
            stripPartUnder(event.target as Element, event.clientY, { hosts: all, byHost, measure })?.container ?? null,
          )
      }}
      onPointerLeave={() => {
        if (!isHeld) setPeek(null)
        setPointed(null)
      }}
      onFocus={show}
      onBlur={() => {
        setPeek(null)
        pick.leave()
      }}
      onScroll={() => (isHeld ? peekAtTarget() : setPeek(null))}
      onClick={(event) => {
        const hostId = stripAt(event.target)?.dataset.strip
        if (hostId !== undefined) onEnter(hostId)
      }}
    >
      <p className="sr" aria-live="assertive">
        {pick.said}
      </p>
      {sections}
      {peek && peeked && (
        <StripPeek
          host={peeked}
          containers={byHost.get(peeked.id) ?? nothing}
          measure={measure}
          match={match}
          flagOf={flagOf}
          at={peek.at}
          pointed={pointed && byHost.get(peeked.id)?.includes(pointed) ? pointed : null}
          pick={pick.picked?.hostId === peeked.id && !isHeld ? pick : null}
          offer={hand.offerOf(peeked, { measure, scale: 0 })}
        />
      )}
    </div>
  )
}
