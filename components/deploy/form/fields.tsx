'use client'
// The fields of a service's form. Each shows what the text says, writes what is typed at once, and tells where a value
// comes from that is not written in its place.
import { type ComponentProps, useId, useState } from 'react'
import { Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import type { Path, PlainValue } from '@/lib/compose-text/document'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { effectiveAt } from './origin'
import { useScope } from './scope'

/**
 * Shows the text's value; while it is typed into, what is typed. `commit` answers what is wrong with it, or nothing: what
 * could not be written stays to be mended until the text says something else.
 */
export function useTyped(shown: string, commit: (text: string) => string | undefined) {
  const [typed, setTyped] = useState<string | null>(null)
  const [refused, setRefused] = useState<{ why: string; over: string }>()
  const isPast = refused !== undefined && refused.over !== shown
  const fault = isPast ? undefined : refused?.why
  return {
    fault,
    control: {
      value: isPast ? shown : (typed ?? shown),
      onChange: ({ target }: { target: { value: string } }) => {
        setTyped(target.value)
        // An emptied field is removed when it is left: typing it anew must not lose its place in the text.
        const why = target.value === '' ? undefined : commit(target.value)
        setRefused(why === undefined ? undefined : { why, over: shown })
      },
      onBlur: () => {
        if (fault !== undefined) return
        if (typed === '' && shown !== '') commit('')
        setTyped(null)
        setRefused(undefined)
      },
    },
  }
}

type EntryProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onBlur'> & {
  shown: string
  commit: (text: string) => string | undefined
  mono?: boolean
  /** There is room below for what is wrong; else it is a tooltip. */
  hasRoom?: boolean
}

/** A bare input in step with the text, named by `aria-label`. */
export function Entry({ shown, commit, hasRoom = false, ...rest }: EntryProps) {
  const { readOnly } = useScope()
  const { control, fault } = useTyped(shown, commit)
  return (
    <>
      <Input {...rest} {...control} readOnly={readOnly} {...(fault ? { 'aria-invalid': true, title: fault } : {})} />
      {fault && (
        <span className={hasRoom ? 'small fail' : 'sr'} role="status">
          {fault}
        </span>
      )}
    </>
  )
}

export function OriginNote({ path }: { path: Path }) {
  const t = useTexts(deployFormTexts).origin
  const { originOf, goTo, file } = useScope()
  const origin = originOf(path)
  if (!origin) return null
  if (origin.kind === 'variable') return <p className="hint">{t.variable(origin.value)}</p>
  const place = origin.kind === 'anchor' ? file : origin.file
  const words =
    origin.kind === 'anchor'
      ? t.anchor(origin.anchor, origin.line)
      : origin.kind === 'elsewhere'
        ? t.elsewhere(origin.file, origin.line)
        : t.overridden(origin.file, origin.line, origin.value)
  return (
    <p className="hint">
      <button type="button" className="link" onClick={() => goTo(place, origin.line)}>
        {words}
      </button>
    </p>
  )
}

export type Kind = 'text' | 'number' | 'decimal' | 'bytes' | 'duration'

const forms: Record<Exclude<Kind, 'text'>, RegExp> = {
  number: /^\d{1,9}$/,
  decimal: /^\d+(?:\.\d+)?$/,
  bytes: /^\d+(?:\.\d+)?\s*(?:[kmgt]i?)?b?$/i,
  duration: /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w))+$/,
}

/** What is written for a text that was typed: numbers stay numbers where the file has or wants them. */
function valueFor(kind: Kind, text: string, old: PlainValue | undefined): PlainValue {
  if (kind === 'number' || (kind === 'decimal' && typeof old === 'number'))
    return /^[\d.]+$/.test(text) ? Number(text) : text
  return text
}

type FieldProps = {
  path: Path
  label: string
  kind?: Kind
  mono?: boolean
  placeholder?: string
  hideLabel?: boolean
}

/** One scalar of the service. */
export function ScalarField({ path, label, kind = 'text', mono, placeholder, hideLabel }: FieldProps) {
  const t = useTexts(deployFormTexts)
  const { read, set, model, service } = useScope()
  const id = useId()
  const value = read(path)
  const shown = value === undefined || value === null || typeof value === 'object' ? '' : String(value)
  const inherited = value === undefined ? effectiveAt(model, service, path) : undefined
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'sr' : undefined}>
        {label}
      </label>
      <Entry
        id={id}
        mono={mono ?? false}
        hasRoom
        shown={shown}
        inputMode={kind === 'number' ? 'numeric' : undefined}
        className={kind === 'text' ? undefined : 'num'}
        placeholder={inherited === undefined || inherited === null ? placeholder : String(inherited)}
        commit={(text) => {
          if (text === '') set(path, undefined)
          else if (kind === 'text' || forms[kind].test(text) || text.includes('$'))
            set(path, valueFor(kind, text, value))
          else return t[kind]
        }}
      />
      <OriginNote path={path} />
    </div>
  )
}

type ChoiceProps = { path: Path; label: string; choices: { value: string; label: string }[]; standard: string }

/** One of a few words; the standard one is what a missing key means. */
export function ChoiceField({ path, label, choices, standard }: ChoiceProps) {
  const { read, set, readOnly } = useScope()
  const id = useId()
  const value = read(path)
  const shown = value === undefined || value === null ? '' : String(value)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        value={shown}
        disabled={readOnly}
        onChange={(event) => set(path, event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">{standard}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
        {shown !== '' && !choices.some((choice) => choice.value === shown) && <option value={shown}>{shown}</option>}
      </Select>
      <OriginNote path={path} />
    </div>
  )
}
