'use client'
// Pulls in the status bar, wherever one went since they began; their end is told where nobody looks at them.
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Ring } from '@/components/ui/progress'
import { toast } from '@/components/ui/toast'
import { textsNow, useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { forgetPull, onPullEnd, pullFraction, usePulls } from '@/lib/client/pulls'
import { pullTexts } from '@/lib/texts/pulls'

const PullDialog = dynamic(
  () => loadPart(() => import('@/components/images/pull-dialog')).then((module) => module.PullDialog),
  {
    ssr: false,
  },
)

export function PullsStatus() {
  const t = useTexts(pullTexts)
  const pulls = usePulls()
  const [shown, setShown] = useState<number | null>(null)
  useEffect(
    () =>
      onPullEnd(({ id, reference, hosts, error }, isWatched) => {
        if (isWatched) return
        const words = textsNow(pullTexts)
        const done = hosts.filter(({ state }) => state === 'done').length
        const isWell = error === null && done === hosts.length
        if (isWell) forgetPull(id)
        toast({
          kind: isWell ? 'ok' : 'fail',
          text: error === null ? words.ended(reference, done, hosts.length) : words.broken(reference),
          ...(isWell ? {} : { action: { label: words.show, onClick: () => setShown(id) } }),
        })
      }),
    [],
  )
  return (
    <>
      {pulls
        .filter(({ isRunning }) => isRunning)
        .map((pull) => {
          const fraction = pullFraction(pull)
          return (
            <button key={pull.id} type="button" className="op" onClick={() => setShown(pull.id)}>
              <Ring fraction={fraction} />
              {t.status(pull.reference, Math.floor(fraction * 100))}
            </button>
          )
        })}
      {shown !== null && <PullDialog pullId={shown} onClose={() => setShown(null)} />}
    </>
  )
}
