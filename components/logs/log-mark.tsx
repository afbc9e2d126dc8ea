// The mark of a container in a merged log: colour and shape together, so that neither has to carry it alone.
import { containerTitle } from '@/components/ui/container-name'
import { StackFlag } from '@/components/ui/stack-flag'
import type { LogOrigin } from '@/lib/client/log-store'

/** After ten of them the same colours come again with other shapes. */
export const LogMark = ({ mark }: { mark: number }) => (
  <StackFlag colour={(mark % 10) + 1} pattern={((mark + 3 * Math.floor(mark / 10)) % 10) + 1} />
)

export const originTitle = (origin: LogOrigin): string => `${containerTitle(origin)}, ${origin.hostName}`

export function LogOriginName({ origin, isShort }: { origin: LogOrigin | null; isShort: boolean }) {
  if (!origin) return <span className="log-origin" />
  const { stack, service, number } = origin
  return (
    <span className="log-origin" title={originTitle(origin)}>
      <LogMark mark={origin.mark} />
      <span className="log-name">
        {isShort && stack && service ? `${service}${number ? `.${number}` : ''}` : containerTitle(origin)}
      </span>
    </span>
  )
}
