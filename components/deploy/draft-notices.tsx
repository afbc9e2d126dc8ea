// What happened to files and drafts beside the editor: files that were not taken, a draft that made room for another.
import { Banner } from '@/components/ui/banner'
import type { DroppedFiles } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { deployTexts } from '@/lib/texts/deploy'
import type { Draft } from './draft'

type Props = {
  skipped: DroppedFiles['skipped']
  dismissSkipped: () => void
  setAside: Draft | null
  bringBack: () => void
}

export function DraftNotices({ skipped, dismissSkipped, setAside, bringBack }: Props) {
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
        {skipped.map((entry) => `${entry.path} (${entry.why})`).join(', ')}
      </Banner>
    )
  }
  if (!setAside) return null
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
