'use client'
// A command as one line, whether the text has it as words or as a list; it is written back the way it was.
import { useId } from 'react'
import { useTexts } from '@/lib/client/language'
import type { Path, PlainValue } from '@/lib/compose-text/document'
import { joinWords, splitWords } from '@/lib/shell-words'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { Entry, OriginNote } from './fields'
import { useScope } from './scope'

type Props = {
  path: Path
  label: string
  placeholder: string
  hideLabel?: boolean
  /** A health check's list begins with a word of its own. */
  isTest?: boolean
}

export function WordsField({ path, label, placeholder, hideLabel, isTest = false }: Props) {
  const t = useTexts(deployFormTexts)
  const { read, set } = useScope()
  const id = useId()
  const value = read(path)
  const list = Array.isArray(value) ? value.map(String) : null
  const [first] = list ?? []
  const head = isTest && (first === 'CMD' || first === 'CMD-SHELL' || first === 'NONE') ? first : null
  const words = head ? (list ?? []).slice(1) : (list ?? [])
  const shown = list ? (head === 'CMD-SHELL' ? words.join(' ') : joinWords(words)) : String(value ?? '')
  const next = (text: string): PlainValue | null => {
    if (!list) return text
    if (head === 'CMD-SHELL') return [head, text]
    const split = splitWords(text)
    return split && [...(head === 'CMD' ? [head] : isTest && head === 'NONE' ? ['CMD'] : []), ...split]
  }
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'sr' : undefined}>
        {label}
      </label>
      <Entry
        id={id}
        mono
        shown={shown}
        placeholder={placeholder}
        commit={(text) => {
          if (text === '') return void set(path, undefined)
          const written = next(text)
          if (written === null) return t.openQuote
          set(path, written)
        }}
      />
      <OriginNote path={path} />
    </div>
  )
}
