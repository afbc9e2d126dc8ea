'use client'
// Stacks to begin with: choose one, answer a few questions, and it is an ordinary draft.
import { useEffect, useRef, useState } from 'react'
import { Input } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { templates } from '@/lib/templates/list'
import { fillTemplate, type Template } from '@/lib/templates/template'
import { templateTexts } from '@/lib/texts/templates'
import { TemplateForm } from './template-form'

type Props = { onFilled: (filled: ReturnType<typeof fillTemplate>) => void }
type Words = (typeof templateTexts)['en']

const fewEnough = 8

export default function TemplateGallery({ onFilled }: Props) {
  const t = useTexts(templateTexts)
  const [chosen, setChosen] = useState<Template | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const left = useRef('')
  useEffect(() => {
    if (chosen) left.current = chosen.id
    else list.current?.querySelector<HTMLElement>(`[data-template="${left.current}"]`)?.focus()
  }, [chosen])
  const [query, setQuery] = useState('')
  const wordsOf = ({ id, product }: Template) => ({
    title: product ?? t.titles[id as keyof Words['titles']],
    about: t.of[id as keyof Words['of']],
  })
  if (chosen) {
    return (
      <TemplateForm
        template={chosen}
        title={wordsOf(chosen).title}
        about={wordsOf(chosen).about}
        onBack={() => setChosen(null)}
        onDone={(answers) => onFilled(fillTemplate(chosen, answers))}
      />
    )
  }
  const wanted = query.trim().toLowerCase()
  const shown = templates.filter((template) => {
    const { title, about } = wordsOf(template)
    return `${title} ${about}`.toLowerCase().includes(wanted)
  })
  return (
    <section className="gallery" aria-label={t.gallery}>
      <div className="gallery-head">
        <h2>{t.gallery}</h2>
        {templates.length > fewEnough && (
          <Input
            type="search"
            aria-label={t.search}
            placeholder={t.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        )}
      </div>
      {shown.length === 0 && <p className="ink-2">{t.none}</p>}
      <ul ref={list}>
        {shown.map((template) => (
          <li key={template.id}>
            <button type="button" data-template={template.id} onClick={() => setChosen(template)}>
              <b>{wordsOf(template).title}</b>
              <span className="ink-2">{wordsOf(template).about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
