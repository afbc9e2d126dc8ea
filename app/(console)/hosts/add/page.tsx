import { AddHostView } from '@/components/hosts/add-host-view'

export default function AddHostPage() {
  return <AddHostView />
}
