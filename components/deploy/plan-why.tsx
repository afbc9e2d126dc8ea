// Why a planned container goes where it goes: the whole matrix in a dialog.
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ExplainMatrix } from '@/components/ui/explain-matrix'
import { useTexts } from '@/lib/client/language'
import type { PlanContainer } from '@/lib/contract/plan'
import { planTexts } from '@/lib/texts/deploy-plan'

export function PlanWhy({ container, onClose }: { container: PlanContainer; onClose: () => void }) {
  const t = useTexts(planTexts).why
  const { explanation } = container
  if (!explanation) return null
  const name = `${container.service}.${container.number}`
  return (
    <Dialog
      broad
      title={container.hostName ? t.here(name, container.hostName) : t.nowhere(name)}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t.close}</Button>}
    >
      <ExplainMatrix explanation={explanation} label={t.matrix(name)} />
    </Dialog>
  )
}
