'use client'
// Tries a stored login from every host that answers.
import { useEffect } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DialogFooter } from '@/components/ui/dialog-footer'
import { InlineError } from '@/components/ui/error-panel'
import { useTexts } from '@/lib/client/language'
import { useTestRegistry } from '@/lib/client/use-registries'
import { settingsTexts } from '@/lib/texts/settings'
import { TestResults } from './test-results'

export function TestedDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const t = useTexts(settingsTexts)
  const { mutate, data, error, isPending } = useTestRegistry()
  useEffect(() => mutate({ address }), [mutate, address])
  return (
    <Dialog
      title={t.tested.title(address)}
      onClose={onClose}
      footer={
        <DialogFooter
          label={t.login.again}
          busy={isPending}
          closes
          onClick={() => mutate({ address })}
          onClose={onClose}
        />
      }
    >
      <TestResults results={data} isRunning={isPending} />
      <InlineError error={error} />
    </Dialog>
  )
}
