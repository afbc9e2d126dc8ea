import { ContainerView } from '@/components/containers/container-view'

type Props = { params: Promise<{ id: string }> }

export default async function ContainerPage({ params }: Props) {
  const { id } = await params
  return <ContainerView key={id} id={decodeURIComponent(id)} />
}
