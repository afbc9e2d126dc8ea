// What happened to files and drafts beside the editor: files that were not taken, a draft that made room for another.
import { Banner } from '@/components/ui/banner'
import type { DroppedFiles } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { deployTexts } from '@/lib/texts/deploy'
import type { Draft } from './draft'

const shown = 5

/** The first of those that one reason kept out, and how many more: 200 names would leave no room for the page. */
function notTaken(skipped: DroppedFiles['skipped'], reason: string, more: (n: number) => string): string {
  const paths = skipped.filter(({ why }) => why === reason).map(({ path }) => path)
  const rest = paths.length - shown
  return `${paths.slice(0, shown).join(', ')}${rest > 0 ? ` ${more(rest)}` : ''} (${reason})`
}

type Props = {
  skipped: DroppedFiles['skipped']
  dismissSkipped: () => void
  setAside: Draft | null
  bringBack: () => void
  isReadOff: boolean
}

export function DraftNotices({ skipped, dismissSkipped, setAside, bringBack, isReadOff }: Props) {
  const t = useTexts(deployTexts).notices
  if (skipped.length > 0) {
    return (
      <Banner
        kind="warn"
        title={t.notTaken}
        end={
          <button type="button" className="link" onClick={dismissSkipped}>
            {t.dismiss}
          </button>
        }
      >
        {[...new Set(skipped.map(({ why }) => why))].map((why) => notTaken(skipped, why, t.more)).join(', ')}
      </Banner>
    )
  }
  if (!setAside) {
    return isReadOff ? (
      <Banner kind="ok" title={t.takenOver}>
        {t.takenOverLead}
      </Banner>
    ) : null
  }
  return (
    <Banner
      kind="warn"
      title={t.setAside(setAside.name || t.aStack)}
      end={
        <button type="button" className="link" onClick={bringBack}>
          {t.bringBack}
        </button>
      }
    >
      {t.newOne}
    </Banner>
  )
}
