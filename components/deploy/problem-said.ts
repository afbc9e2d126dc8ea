// The first thing that stands against a plan, as the reason why its button cannot be pressed.
import { said } from '@/lib/client/said'
import type { Plan } from '@/lib/contract/plan'

export const problemSaid = ({ problems: [first] }: Pick<Plan, 'problems'>): string | undefined =>
  first && said(first.message)
