import { ContainersView } from '@/components/containers/containers-view'

export default function ContainersPage() {
  return <ContainersView />
}
