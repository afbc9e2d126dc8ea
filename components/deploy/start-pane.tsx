'use client'
// Where a deploy begins: drop, choose or paste a compose file, or start from a small one that runs as it is.
import { FilePlus, Upload } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextArea } from '@/components/ui/field'
import { type DroppedFiles, readPicked } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import type { fillTemplate } from '@/lib/templates/template'
import { deployTexts } from '@/lib/texts/deploy'

const example = `services:
  web:
    image: nginx:alpine
    ports:
      - "8080:80"
    deploy:
      replicas: 2
`

const TemplateGallery = dynamic(() => loadPart(() => import('./gallery/template-gallery')), { ssr: false })

type Props = {
  onFiles: (dropped: DroppedFiles) => void
  /** A compose file, or `docker run` commands. */
  onText: (text: string) => void
  onTemplate: (filled: ReturnType<typeof fillTemplate>) => void
}

export function StartPane({ onFiles, onText, onTemplate }: Props) {
  const t = useTexts(deployTexts).start
  const picker = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const latest = useRef(onText)
  latest.current = onText

  // A paste anywhere on the page counts, not only into the field.
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const target = event.target as HTMLElement | null
      if (target?.closest('input, textarea')) return
      const pasted = event.clipboardData?.getData('text/plain') ?? ''
      if (pasted.trim() !== '') latest.current(pasted)
    }
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [])

  return (
    <div className="start">
      <section className="drop-here" aria-label={t.label}>
        <h2>{t.drop}</h2>
        <p>{t.what}</p>
        <div className="acts">
          <Button look="primary" icon={Upload} onClick={() => picker.current?.click()}>
            {t.choose}
          </Button>
          <Button icon={FilePlus} onClick={() => onText(example)}>
            {t.example}
          </Button>
        </div>
        <p>
          <label htmlFor="paste-compose">{t.paste}</label>
        </p>
        <TextArea
          id="paste-compose"
          mono
          rows={8}
          placeholder={t.pasteHint}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="acts">
          <Button disabledReason={text.trim() === '' ? t.pasteFirst : undefined} onClick={() => onText(text)}>
            {t.use}
          </Button>
        </div>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t.files}
          onChange={(event) => {
            const input = event.currentTarget
            if (input.files) void readPicked(input.files).then(onFiles)
            input.value = ''
          }}
        />
      </section>
      <TemplateGallery onFilled={onTemplate} />
    </div>
  )
}
