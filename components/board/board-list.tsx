'use client'
// The board on a phone: the hosts below each other, each with the list of its containers.
import clsx from 'clsx'
import { ArrowRightLeft } from 'lucide-react'
import Link from 'next/link'
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { ContainerName, containerTitle } from '@/components/ui/container-name'
import { MemoryBar } from '@/components/ui/host-cells'
import { StateMark } from '@/components/ui/state'
import { useKnownNow } from '@/lib/client/clock'
import { bytes, cores } from '@/lib/client/format'
import { isPlainKey } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import { containerWords, hostAnswers, hostWords } from '@/lib/client/state-words'
import { useActBlocked } from '@/lib/client/use-live'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { boardTexts } from '@/lib/texts/board'
import { movesTexts } from '@/lib/texts/moves'
import { type BoardParts, nothing } from './board-columns'
import { ListVerdict } from './drag/list-verdict'
import type { Hand } from './hand'
import { freeText } from './host-column'
import { inReadingOrder, reservedOf } from './layout'

/** With few hosts all are open at once. */
const openUpTo = 3

type Parts = BoardParts & { hand: Hand; onMove: (container: BoardContainer) => void }

export function BoardList(parts: Parts) {
  const { groups, groupKey, byHost, hand } = parts
  const t = useTexts(boardTexts)
  const hosts = groups.reduce((sum, group) => sum + group.hosts.length, 0)
  const root = useRef<HTMLDivElement>(null)
  const { setPane, target } = hand
  const pane = useCallback(
    (element: HTMLDivElement | null) => {
      root.current = element
      setPane(element)
    },
    [setPane],
  )
  const isByKeys = hand.by === 'keys'
  // The keys take the eye along.
  useEffect(() => {
    if (!isByKeys || target === null) return
    const item = root.current?.querySelector(`[data-column="${CSS.escape(target)}"] summary`)
    item?.scrollIntoView({ block: 'nearest' })
  }, [isByKeys, target])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'm' || !isPlainKey(event.nativeEvent)) return
    const item = (event.target as Element).closest<HTMLElement>('[data-container]')
    const hostId = item?.closest<HTMLElement>('[data-column]')?.dataset.column ?? ''
    const container = byHost.get(hostId)?.find(({ id }) => id === item?.dataset.container)
    if (!container) return
    event.preventDefault()
    event.stopPropagation()
    hand.liftByKeys(container, event.shiftKey)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the buttons inside; this is their common ear
    <div
      ref={pane}
      onKeyDown={onKeyDown}
      className={clsx('board-list', hand.lifted !== null && 'held')}
      onPointerDown={hand.onPointerDown}
    >
      <p className="board-touch dim small">{t.touchHint}</p>
      {groups.map((group) => (
        <section key={group.value ?? ''}>
          {groupKey !== null && <h2>{group.value === null ? t.without(groupKey) : `${groupKey}=${group.value}`}</h2>}
          {group.hosts.map((host) => (
            <HostItem key={host.id} host={host} parts={parts} startsOpen={hosts <= openUpTo} />
          ))}
        </section>
      ))}
    </div>
  )
}

function HostItem({ host, parts, startsOpen }: { host: Host; parts: Parts; startsOpen: boolean }) {
  const t = useTexts(boardTexts)
  const [isOpen, setOpen] = useState(startsOpen)
  const state = hostWords(host, useKnownNow())
  const own = parts.byHost.get(host.id) ?? nothing
  const shown = parts.match ? own.filter(parts.match) : own
  const offer = parts.hand.offerOf(host, { measure: parts.measure, scale: 0 })
  return (
    <details
      className={clsx(offer?.verdict && `says-${offer.verdict.kind}`, offer?.isTarget && 'target')}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-column={host.id}
    >
      <summary>
        <StateMark kind={state.kind} words={state.words} />
        <b className="cut">{host.name}</b>
        <span className="dim num">{shown.length}</span>
        <span className="push dim num">{hostAnswers(host) ? t.free(freeText(host, parts.measure)) : state.words}</span>
        <MemoryBar host={host} />
        {offer && <ListVerdict verdict={offer.verdict} />}
      </summary>
      {isOpen && (
        <ul>
          {[...shown].sort(inReadingOrder).map((container) => (
            <ContainerItem key={container.id} container={container} parts={parts} />
          ))}
          {shown.length === 0 && <li className="dim">{t.noContainers}</li>}
        </ul>
      )}
    </details>
  )
}

function ContainerItem({ container, parts }: { container: BoardContainer; parts: Parts }) {
  const { id, name, stack, service, number } = container
  const t = useTexts(movesTexts)
  const blocked = useActBlocked()
  const state = containerWords(container, useKnownNow())
  const amount = reservedOf(container, parts.measure)
  return (
    <li data-container={id} className={clsx(parts.hand.lifted?.has(id) && 'lifted')}>
      <Link className="quiet" href={`/containers/${id}`} draggable={false}>
        <StateMark kind={state.kind} words={state.words} />
        <ContainerName name={name} stack={stack} service={service} number={number} flag={parts.flagOf(stack)} />
        <span className="push dim num">
          {amount > 0 && (parts.measure === 'memory' ? bytes(amount) : cores(amount))}
        </span>
      </Link>
      <IconButton
        icon={ArrowRightLeft}
        label={blocked ?? t.moveItem(containerTitle(container))}
        aria-disabled={blocked !== undefined}
        onClick={() => blocked === undefined && parts.onMove(container)}
      />
    </li>
  )
}
