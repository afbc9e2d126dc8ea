// An address beside every page. Rendered by the server alone: each page would bring the scripts of this one along.
import { Empty } from '@/components/ui/empty'
import { frameTexts } from '@/lib/texts/frame'
import { languageAsked } from './language-asked'

export default async function NotFound() {
  const t = frameTexts[await languageAsked()].missing
  return (
    <main className="main">
      <Empty title={t.title} actions={<a href="/overview">{t.back}</a>}>
        {t.why}
      </Empty>
    </main>
  )
}
