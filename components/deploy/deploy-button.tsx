// The button that begins a deploy: its words say as what, and why it cannot be pressed.

import { Button } from '@/components/ui/button'
import { useTexts } from '@/lib/client/language'
import type { Plan } from '@/lib/contract/plan'
import { planTexts } from '@/lib/texts/deploy-plan'
import { problemSaid } from './problem-said'

type Props = { plan: Plan; busy: boolean; blocked?: string | undefined; onDeploy: () => void }

export function DeployButton({ plan, busy, blocked, onDeploy }: Props) {
  const t = useTexts(planTexts)
  return (
    <Button
      look="primary"
      className="keep-s"
      busy={busy}
      disabledReason={blocked ?? problemSaid(plan)}
      aria-keyshortcuts="Control+Enter"
      onClick={onDeploy}
    >
      {t.deploy(plan.revision)}
    </Button>
  )
}
