'use client'
// The environment. What looks like a secret is masked by the server; showing it is written down there.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { useTexts } from '@/lib/client/language'
import { useReveal } from '@/lib/client/use-containers'
import { useActBlocked } from '@/lib/client/use-live'
import type { Container } from '@/lib/contract/containers'
import { mask } from '@/lib/mask'
import { containerPartTexts } from '@/lib/texts/container-parts'
import type { InspectFacts } from './inspect-facts'
import { NotReadable } from './not-readable'

export function ContainerEnvironment({ container, facts }: { container: Container; facts: InspectFacts | null }) {
  const t = useTexts(containerPartTexts).environment
  const reveal = useReveal(container.id)
  const blocked = useActBlocked()
  const [open, setOpen] = useState<ReadonlyMap<string, string>>(new Map())
  if (!facts) return <NotReadable container={container} part="environment" />
  if (facts.env.length === 0) return <p className="pad dim">{t.none}</p>
  const isMasked = facts.env.some(({ value }) => value.includes(mask))
  return (
    <>
      <InlineError error={reveal.error} />
      {isMasked && <p className="pad-x pt-2 small dim">{t.note}</p>}
      <table className="tbl tbl-fixed">
        <thead>
          <tr>
            <th scope="col" className="w-[40%] sm:w-[32%]">
              {t.name}
            </th>
            <th scope="col">{t.value}</th>
          </tr>
        </thead>
        <tbody>
          {facts.env.map(({ name, value }) => (
            <tr key={name}>
              <td className="mono wraps wrap-anywhere align-baseline">{name}</td>
              <td className="mono wraps wrap-anywhere align-baseline">
                {open.get(name) ?? value}{' '}
                {value.includes(mask) && !open.has(name) && (
                  <Button
                    size="small"
                    look="ghost"
                    className="font-sans"
                    title={t.recorded}
                    busy={reveal.isPending && reveal.variables === name}
                    disabledReason={blocked}
                    onClick={() =>
                      reveal.mutate(name, {
                        onSuccess: (shown) => setOpen((now) => new Map(now).set(shown.name, shown.value)),
                      })
                    }
                  >
                    {t.show}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
