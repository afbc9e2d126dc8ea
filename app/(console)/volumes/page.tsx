import { VolumesView } from '@/components/volumes/volumes-view'

export default function VolumesPage() {
  return <VolumesView />
}
