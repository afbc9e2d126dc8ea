import { StacksView } from '@/components/stacks/stacks-view'

export default function StacksPage() {
  return <StacksView />
}
