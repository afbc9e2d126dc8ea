import { LabelsView } from '@/components/labels/labels-view'

export default function LabelsPage() {
  return <LabelsView />
}
