import { Suspense } from 'react'
import { StackView } from '@/components/stacks/stack-view'

export default async function StackPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return (
    <Suspense>
      <StackView name={decodeURIComponent(name)} />
    </Suspense>
  )
}
