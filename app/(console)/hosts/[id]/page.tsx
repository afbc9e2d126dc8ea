import { HostView } from '@/components/hosts/host-view'

type Props = { params: Promise<{ id: string }> }

export default async function HostPage({ params }: Props) {
  const { id } = await params
  return <HostView key={id} id={decodeURIComponent(id)} />
}
