import { Suspense } from 'react'
import { NetworksView } from '@/components/networks/networks-view'

export default function NetworksPage() {
  return (
    <Suspense>
      <NetworksView />
    </Suspense>
  )
}
