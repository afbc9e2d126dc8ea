// The last lines of a container that ended, as a log shows them.
import { LogText, LogTime } from '@/components/logs/log-text'
import type { Death } from '@/lib/contract/deaths'

export const DeathLines = ({ lines }: Pick<Death, 'lines'>) => (
  <div className="logs last-words wrap">
    {lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: equal lines may repeat within one moment
      <div key={index} className={`log-line ${line.stream}`}>
        <LogTime at={line.at} />
        <span className="log-from">{line.stream === 'stderr' ? '!' : ''}</span>
        <LogText text={line.text} hits={null} />
      </div>
    ))}
  </div>
)
