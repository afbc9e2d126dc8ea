'use client'
// Waiting: nothing for the first moment, then quiet bars where rows will be, then words about what is waited for.
import { useEffect, useState } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'

const quietMs = 200
const wordsMs = 3000

export function Loading({ what, rows = 4 }: { what: string; rows?: number }) {
  const t = useTexts(uiTexts)
  const [phase, setPhase] = useState<'nothing' | 'bars' | 'words'>('nothing')
  useEffect(() => {
    const bars = setTimeout(() => setPhase('bars'), quietMs)
    const words = setTimeout(() => setPhase('words'), wordsMs)
    return () => {
      clearTimeout(bars)
      clearTimeout(words)
    }
  }, [])
  if (phase === 'nothing') return <div aria-busy="true" />
  return (
    <div className="pad" aria-busy="true">
      {Array.from({ length: rows }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have nothing else
        <p key={n} className="py-2">
          <span className="sk" style={{ width: `${[38, 30, 44, 26][n % 4]}%` }} />
        </p>
      ))}
      <p className="dim" role="status">
        {phase === 'words' ? t.waiting(what) : <span className="sr">{t.loading(what)}</span>}
      </p>
    </div>
  )
}
