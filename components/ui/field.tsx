'use client'
// Form fields: a label, a control, a hint or an error that belongs to it.
import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'
import { StateMark } from './state'

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  children: (control: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }) => ReactNode
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const note = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(error ? { 'aria-invalid': true as const } : {}),
        ...(note ? { 'aria-describedby': note } : {}),
      })}
      {error ? (
        <p className="err" id={`${id}-error`}>
          <StateMark kind="fail" />
          <span>{error}</span>
        </p>
      ) : (
        hint && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}

export const Input = ({ mono, className, ...rest }: ComponentProps<'input'> & { mono?: boolean }) => (
  <input spellCheck={false} autoComplete="off" {...rest} className={clsx('input', mono && 'mono', className)} />
)

export const TextArea = ({ mono, className, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) => (
  <textarea spellCheck={false} rows={3} {...rest} className={clsx('input', mono && 'mono', className)} />
)

export const Select = ({ className, ...rest }: ComponentProps<'select'>) => (
  <select {...rest} className={clsx('select', className)} />
)

export function Checkbox({
  label,
  mixed,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; mixed?: boolean }) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = mixed ?? false
  }, [mixed])
  return (
    <label className="check">
      <input {...rest} ref={ref} type="checkbox" className="box" /> {label}
    </label>
  )
}

export function Switch({
  checked,
  onChange,
  label,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  label: string
}) {
  return (
    <span className="check">
      <button
        type="button"
        className="switch"
        role="switch"
        aria-checked={checked}
        aria-label={label}
        onClick={() => onChange(!checked)}
      />
      <span aria-hidden="true">{label}</span>
    </span>
  )
}

type SegmentedProps<T extends string> = {
  label: string
  value: T
  options: { value: T; label: ReactNode }[]
  onChange: (value: T) => void
}

/** One of a few, all in view. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout
    <span className="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </span>
  )
}
