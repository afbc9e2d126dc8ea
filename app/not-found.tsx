'use client'
import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import { useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'

export default function NotFound() {
  const t = useTexts(frameTexts).missing
  return (
    <main className="main">
      <Empty title={t.title} actions={<Link href="/overview">{t.back}</Link>}>
        {t.why}
      </Empty>
    </main>
  )
}
