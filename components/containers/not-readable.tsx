'use client'
// What only the engine knows cannot be read while its host does not answer.
import { Empty } from '@/components/ui/empty'
import { useTexts } from '@/lib/client/language'
import type { Container } from '@/lib/contract/containers'
import { containerPartTexts } from '@/lib/texts/container-parts'

type Props = { container: Container; part: 'log' | 'environment' | 'inspect' }

export function NotReadable({ container, part }: Props) {
  const t = useTexts(containerPartTexts).notReadable
  if (container.known) return <p className="pad dim">{t.notYet}</p>
  return <Empty title={t[part]}>{t.why(container.hostName)}</Empty>
}
