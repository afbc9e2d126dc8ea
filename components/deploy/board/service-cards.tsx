'use client'
// The services of the plan as cards: how many, where they go, what binds them. A card is dragged onto the board, or bound by
// its menu.
import clsx from 'clsx'
import { Pin as PinIcon, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { StateMark } from '@/components/ui/state'
import { isPlainKey } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import type { Pin } from '@/lib/compose-text/pin-edits'
import type { Plan } from '@/lib/contract/plan'
import { deployBoardTexts } from '@/lib/texts/deploy-board'
import { pinWords } from './pin-words'

const namedHosts = 3

type Props = {
  plan: Plan
  pinsOf: (service: string) => Pin[]
  held: string | null
  onChoose: (service: string) => void
  onLift: (service: string) => void
  onPick: (service: string) => void
  onUnpin: (service: string, pin: Pin) => void
}

export function ServiceCards({ plan, pinsOf, held, onChoose, onLift, onPick, onUnpin }: Props) {
  const t = useTexts(deployBoardTexts)
  return (
    <ul className="svc-cards" aria-label={t.services}>
      {plan.asks.map(({ service }) => {
        const planned = plan.containers.filter((entry) => entry.service === service && entry.action !== 'remove')
        const hosts = [...new Set(planned.flatMap(({ hostName }) => hostName ?? []))]
        const named =
          hosts.slice(0, namedHosts).join(', ') +
          (hosts.length > namedHosts ? ` ${t.more(hosts.length - namedHosts)}` : '')
        const stuck = planned.find(({ action }) => action === 'blocked')
        return (
          <li key={service} className={clsx('svc-card', held === service && 'lifted')} data-service-card={service}>
            <button
              type="button"
              className="svc-card-name"
              aria-label={t.card(service, planned.length, hosts.join(', '))}
              onClick={() => onChoose(service)}
              onKeyDown={(event) => {
                if (event.key.toLowerCase() !== 'm' || !isPlainKey(event.nativeEvent)) return
                event.preventDefault()
                event.stopPropagation()
                onLift(service)
              }}
            >
              <b className="cut">{service}</b>
              <span className="dim num">{planned.length}</span>
            </button>
            <span className={clsx('small cut', stuck ? 'fail' : 'dim')} title={stuck && said(stuck.reason)}>
              {stuck ? (
                <>
                  <StateMark kind="fail" /> {t.noHost}
                </>
              ) : (
                t.on(named)
              )}
            </span>
            {pinsOf(service).map((pin) => (
              <button
                key={pinWords(pin)}
                type="button"
                className="chip"
                aria-label={t.unpin(pinWords(pin))}
                title={t.unpin(pinWords(pin))}
                onClick={() => onUnpin(service, pin)}
              >
                <Icon icon={PinIcon} small />
                {pinWords(pin)}
                <Icon icon={X} small />
              </button>
            ))}
            <Button size="small" look="ghost" aria-label={t.pinToService(service)} onClick={() => onPick(service)}>
              {t.pinTo}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
