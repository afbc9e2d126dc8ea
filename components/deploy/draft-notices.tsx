// What happened to files and drafts beside the editor: files that were not taken, a draft that made room for another.
import { Banner } from '@/components/ui/banner'
import type { DroppedFiles } from '@/lib/client/dropped-files'
import type { Draft } from './draft'

type Props = {
  skipped: DroppedFiles['skipped']
  dismissSkipped: () => void
  setAside: Draft | null
  bringBack: () => void
}

export function DraftNotices({ skipped, dismissSkipped, setAside, bringBack }: Props) {
  if (skipped.length > 0) {
    return (
      <Banner
        kind="warn"
        title="Not taken:"
        end={
          <button type="button" className="link" onClick={dismissSkipped}>
            Dismiss
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
      title={`The draft of ${setAside.name || 'a stack'} was set aside.`}
      end={
        <button type="button" className="link" onClick={bringBack}>
          Bring it back
        </button>
      }
    >
      These files begin a new one.
    </Banner>
  )
}
