'use client'
// The end of a dialog that asks the server for something: the way out, and the act, which Enter in a field does as well
// unless `onClick` is given.
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button } from './button'

type Props = {
  label: string
  busy?: boolean
  disabledReason?: string | undefined
  /** The way out when nothing is lost by it: "Close" instead of "Cancel". */
  closes?: boolean
  onClick?: () => void
  onClose: () => void
}

export function DialogFooter({ label, busy = false, disabledReason, closes = false, onClick, onClose }: Props) {
  const t = useTexts(uiTexts)
  return (
    <>
      <Button look="ghost" onClick={onClose}>
        {closes ? t.close : t.cancel}
      </Button>
      <Button
        look="primary"
        type={onClick ? 'button' : 'submit'}
        busy={busy}
        disabledReason={disabledReason}
        onClick={onClick}
      >
        {label}
      </Button>
    </>
  )
}
