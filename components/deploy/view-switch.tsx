// Which views share the bench. A desk has the plan beside each of them, a phone one view at a time: what is chosen on the
// one is shown as the nearest view that the other has.
import { Segmented } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { deployTexts } from '@/lib/texts/deploy'

export type View = 'both' | 'text' | 'form' | 'graph' | 'board' | 'plan'

const deskViews: View[] = ['both', 'text', 'form', 'graph', 'board']
const phoneViews: View[] = ['text', 'form', 'graph', 'board', 'plan']

export function shownView(view: View, isPhone: boolean): View {
  if (isPhone) return view === 'both' ? 'text' : view
  return view === 'plan' ? 'both' : view
}

/** Where the text can be read: beside what is seen now, if that leaves room for it. */
export const withText = (view: View, isPhone: boolean): View =>
  !isPhone && (view === 'both' || view === 'board') ? view : 'text'

/** Where the progress of a deploy that has begun is seen. */
export function withProgress(view: View, isPhone: boolean): View {
  if (isPhone) return 'plan'
  return view === 'board' ? 'both' : view
}

type Props = { view: View; onView: (view: View) => void; panel: 'plan' | 'progress'; isPhone: boolean }

export function ViewSwitch({ view, onView, panel, isPhone }: Props) {
  const t = useTexts(deployTexts)
  return (
    <Segmented
      label={t.view}
      value={view}
      onChange={onView}
      options={(isPhone ? phoneViews : deskViews).map((value) => ({
        value,
        label: t.views[value === 'plan' ? panel : value],
      }))}
    />
  )
}
