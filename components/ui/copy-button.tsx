'use client'
// Copies a text and says that it did.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { IconButton } from './button'

/** Without a secure origin there is no clipboard API: a selection is copied the old way. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

/** An id, digest or address as code, with its copy button. `shown` is what stands there when the whole is too long. */
export const Copied = ({ text, label, shown = text }: { text: string; label: string; shown?: string }) => {
  const t = useTexts(uiTexts)
  return (
    <span className="copied">
      <code title={shown === text ? undefined : text}>{shown}</code>
      <CopyButton text={text} label={t.copyOf(label)} />
    </span>
  )
}

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTexts(uiTexts)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? t.copied : (label ?? t.copy)}
      onClick={() => void copyText(text).then(() => setCopied(true))}
    />
  )
}
