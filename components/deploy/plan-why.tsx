// Why a planned container goes where it goes: the whole matrix in a dialog.
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ExplainMatrix } from '@/components/ui/explain-matrix'
import type { PlanContainer } from '@/lib/contract/stacks'

export function PlanWhy({ container, onClose }: { container: PlanContainer; onClose: () => void }) {
  const { explanation } = container
  if (!explanation) return null
  const name = `${container.service}.${container.number}`
  return (
    <Dialog
      broad
      title={container.hostName ? `Why ${name} goes to ${container.hostName}` : `Why ${name} has no host`}
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <ExplainMatrix explanation={explanation} label={`Hosts and rules for ${name}`} />
    </Dialog>
  )
}
