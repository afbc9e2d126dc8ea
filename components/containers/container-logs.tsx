// The log of one container: the same bench as for many, with a selection of one.
import { LogBench } from '@/components/logs/log-bench'
import type { Container } from '@/lib/contract/containers'

export const ContainerLogs = ({ container }: { container: Container }) => (
  <LogBench key={container.id} q={`id:${container.id}`} single={{ startedAt: container.startedAt }} />
)
