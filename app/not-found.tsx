import Link from 'next/link'
import { Empty } from '@/components/ui/empty'

export default function NotFound() {
  return (
    <main className="main">
      <Empty title="There is no such page" actions={<Link href="/overview">To the overview</Link>}>
        The address may be mistyped, or what it named is gone.
      </Empty>
    </main>
  )
}
