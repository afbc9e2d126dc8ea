'use client'
// One page inside the frame: top bar with its title and acts, an optional sentence, tabs, then the content.
import clsx from 'clsx'
import { ChevronLeft, Search } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useEffect } from 'react'
import { Icon, Mark } from '@/components/ui/icon'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { StateKind } from '@/lib/client/state-words'
import { frameTexts } from '@/lib/texts/frame'
import { openPalette, preparePalette } from './frame-overlays'
import { LostBanner } from './lost-banner'

export type Crumb = { name: string; href: string }

type Props = {
  title: ReactNode
  /** The title as text, for the window's tab; needed when `title` is not text. */
  titleText?: string
  crumbs?: Crumb[]
  /** Acts of the page, in the top bar. */
  actions?: ReactNode
  /** The state as a sentence, with acts below it. */
  sentence?: { kind: StateKind; words: string; content: ReactNode; actions?: ReactNode }
  tabs?: ReactNode
  /** The content scrolls in its own parts, not as a whole. */
  fixed?: boolean
  children: ReactNode
}

export function Page({ title, titleText, crumbs = [], actions, sentence, tabs, fixed, children }: Props) {
  const t = useTexts(frameTexts)
  const parent = crumbs.at(-1)
  const text = titleText ?? (typeof title === 'string' ? title : '')
  useEffect(() => {
    document.title = text ? `${text} · Lotse` : 'Lotse'
  }, [text])
  return (
    <>
      <header className="top">
        {parent ? (
          <Link className="icon-btn only-s" href={parent.href} aria-label={t.backTo(parent.name)}>
            <Icon icon={ChevronLeft} />
          </Link>
        ) : (
          <Link className="icon-btn only-s" href="/overview" aria-label={t.home}>
            <Mark />
          </Link>
        )}
        <div className="crumbs">
          {crumbs.length > 0 && (
            <ol>
              {crumbs.map((crumb) => (
                <li key={crumb.href}>
                  <Link href={crumb.href}>{crumb.name}</Link>
                </li>
              ))}
            </ol>
          )}
          <h1>{title}</h1>
        </div>
        <div className="top-end">
          {actions}
          <button
            type="button"
            className="find"
            aria-label={t.find.label}
            aria-keyshortcuts="Control+K Meta+K"
            onClick={openPalette}
            onPointerEnter={preparePalette}
          >
            <Icon icon={Search} />
            <span>{t.find.short}</span>
            <span className="keys">
              <kbd>{t.caps.Ctrl}</kbd>
              <kbd>K</kbd>
            </span>
          </button>
        </div>
      </header>
      <LostBanner />
      {sentence && (
        <div className="head">
          <div className={`say say-${sentence.kind}`}>
            <StateMark kind={sentence.kind} words={sentence.words} />
            <p>{sentence.content}</p>
          </div>
          {sentence.actions !== undefined && <div className="acts">{sentence.actions}</div>}
        </div>
      )}
      {tabs}
      <main id="main" tabIndex={-1} className={clsx('main', fixed && 'main-fixed')}>
        {children}
      </main>
    </>
  )
}
