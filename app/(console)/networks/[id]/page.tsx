import { NetworkView } from '@/components/networks/network-view'

export default async function NetworkPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <NetworkView id={decodeURIComponent(id)} />
}
