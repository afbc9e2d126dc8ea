'use client'
// Keys that work everywhere: Ctrl/⌘ K, `g` and then a page, `d`, `?`, and `[` `]` through the tabs of a page.
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isPlainKey } from '@/lib/client/keys'
import { pages } from './pages'

const secondKeyMs = 1200

function stepTabs(step: 1 | -1): void {
  const tabs = [...document.querySelectorAll<HTMLAnchorElement>('.tabs a')]
  const at = tabs.findIndex((tab) => tab.hasAttribute('aria-current'))
  tabs[(at + step + tabs.length) % tabs.length]?.click()
}

type Props = {
  onPalette: () => void
  /** The palette is likely to be opened next. */
  onPrepare: () => void
  onKeyMap: () => void
}

export function GlobalKeys({ onPalette, onPrepare, onKeyMap }: Props) {
  const router = useRouter()
  useEffect(() => {
    let goUntil = 0
    // Ahead of what the page does by the same letter.
    const onSecondKey = (event: KeyboardEvent) => {
      if (event.key === 'Control' || event.key === 'Meta') onPrepare()
      if (goUntil <= event.timeStamp || !isPlainKey(event)) return
      goUntil = 0
      event.preventDefault()
      const page = pages.find((candidate) => candidate.key === event.key)
      if (page) router.push(page.href)
    }
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onPalette()
        return
      }
      if (!isPlainKey(event)) return
      if (event.key === 'g') goUntil = event.timeStamp + secondKeyMs
      else if (event.key === 'd') router.push('/deploy')
      else if (event.key === '?') onKeyMap()
      else if (event.key === ']') stepTabs(1)
      else if (event.key === '[') stepTabs(-1)
    }
    document.addEventListener('keydown', onSecondKey, true)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onSecondKey, true)
      document.removeEventListener('keydown', onKey)
    }
  }, [router, onPalette, onPrepare, onKeyMap])
  return null
}
