'use client'
// Who cannot be parted from what is moved: offered to be taken along, and left behind again.
import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { useTexts } from '@/lib/client/language'
import type { MoveProblem } from '@/lib/contract/moves'
import { moveDialogTexts } from '@/lib/texts/move-dialogs'

export type Partner = { id: string; name: string }
export type Company = { taken: readonly Partner[]; onTaken: (taken: readonly Partner[]) => void }

type Props = { company: Company; refusals: readonly MoveProblem[] }

export function PlanCompany({ company: { taken, onTaken }, refusals }: Props) {
  const t = useTexts(moveDialogTexts).plan
  const missing = new Map(refusals.flatMap(({ along = [] }) => along.map((one): [string, Partner] => [one.id, one])))
  const offered = [...missing.values()].filter(({ id }) => !taken.some((one) => one.id === id))
  const root = useRef<HTMLDivElement>(null)
  // What was pressed goes away with it.
  const take = (next: readonly Partner[]) => {
    onTaken(next)
    root.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own look
    <div ref={root} className="move-company" role="group" tabIndex={-1} aria-label={t.takenAlong}>
      {offered.length > 0 && (
        <p>
          <Button icon={Plus} onClick={() => take([...taken, ...offered])}>
            {t.takeAlong(offered.map(({ name }) => name).join(', '))}
          </Button>
        </p>
      )}
      {taken.length > 0 && (
        <section>
          <h3>{t.takenAlong}</h3>
          <ul>
            {taken.map(({ id, name }) => (
              <li key={id}>
                {name}
                <IconButton
                  icon={X}
                  label={t.leaveBehind(name)}
                  onClick={() => take(taken.filter((one) => one.id !== id))}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
