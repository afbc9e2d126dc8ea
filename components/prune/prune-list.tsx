// The images or volumes that could go, each with its size and why it is or is not proposed, to be ticked.
import { Checkbox } from '@/components/ui/field'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { PruneKind } from '@/lib/client/use-prune'
import type { PruneItem } from '@/lib/contract/prune'
import { pruneTexts } from '@/lib/texts/prune'

/** What nobody scrolls through is ticked or left as a whole. */
const shown = 200

export const keyOf = ({ id, hostIds }: PruneItem): string => `${id} ${hostIds.join()}`

/** 64 digits say nothing more than twelve. */
const shortName = ({ name, reason }: PruneItem) => (reason === 'anonymous' ? name.slice(0, 12) : name)

type Props = {
  kind: PruneKind
  items: PruneItem[]
  ticked: ReadonlySet<string>
  onTicked: (ticked: ReadonlySet<string>) => void
}

export function PruneList({ kind, items, ticked, onTicked }: Props) {
  const t = useTexts(pruneTexts)
  const tick = (keys: string[], on: boolean) => {
    const next = new Set(ticked)
    for (const key of keys)
      if (on) next.add(key)
      else next.delete(key)
    onTicked(next)
  }
  const count = items.filter((item) => ticked.has(keyOf(item))).length
  return (
    <fieldset className="prune">
      <legend className="sr">{t[kind].list}</legend>
      {items.length > 1 && (
        <Checkbox
          checked={count === items.length}
          mixed={count > 0 && count < items.length}
          onChange={(event) => tick(items.map(keyOf), event.target.checked)}
          label={`${t.all} ${items.length}`}
        />
      )}
      <ul>
        {items.slice(0, shown).map((item) => (
          <li key={keyOf(item)}>
            <Checkbox
              checked={ticked.has(keyOf(item))}
              onChange={(event) => tick([keyOf(item)], event.target.checked)}
              label={
                <span className="prune-name">
                  <b>{shortName(item)}</b> <span className="dim">{t.on(item.hostNames.join(', '))}</span>
                </span>
              }
            />
            <span className="small ink-2">
              {item.wantedBy.length > 0 ? t.wanted[kind](item.wantedBy.join(', ')) : t.reasons[item.reason]}
            </span>
            <span className="num r">{item.mostBytes === null ? t.sizeUnknown : bytes(item.mostBytes)}</span>
          </li>
        ))}
        {items.length > shown && <li className="dim">{t.more(items.length - shown)}</li>}
      </ul>
    </fieldset>
  )
}
