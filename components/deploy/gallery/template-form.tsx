'use client'
// The questions of a template, with answers that would do already: a free port, a made-up secret, any host.
import { ArrowLeft, Dices, Eye, EyeOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useHosts } from '@/lib/client/use-hosts'
import { useTakenPorts } from '@/lib/client/use-taken-ports'
import { labelPin } from '@/lib/compose-text/label-pin'
import { constraintOfPin } from '@/lib/compose-text/pin-edits'
import type { Host } from '@/lib/contract/hosts'
import { type Answers, answerFault, freePort, makeSecret, type Question, type Template } from '@/lib/templates/template'
import { templateTexts } from '@/lib/texts/templates'

type Props = {
  template: Template
  title: string
  about: string
  onBack: () => void
  onDone: (answers: Answers) => void
}

const nonePorts: ReadonlySet<number> = new Set()
const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)

/** Each answer that nobody typed, ports next to each other kept apart. */
function proposals({ questions }: Template, taken: ReadonlySet<number>, secrets: Answers): Answers {
  const held = new Set(taken)
  return Object.fromEntries(
    questions.map((question) => {
      if (question.kind === 'secret') return [question.name, secrets[question.name] ?? '']
      if (question.kind === 'place') return [question.name, '']
      if (question.kind !== 'port') return [question.name, question.standard]
      const port = freePort(question.standard, held)
      held.add(port)
      return [question.name, String(port)]
    }),
  )
}

export function TemplateForm({ template, title, about, onBack, onDone }: Props) {
  const t = useTexts(templateTexts)
  const taken = useTakenPorts() ?? nonePorts
  const hosts = useHosts().data ?? []
  const [secrets] = useState(() =>
    Object.fromEntries(template.questions.map(({ kind, name }) => [name, kind === 'secret' ? makeSecret(random) : ''])),
  )
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), [])
  const [typed, setTyped] = useState<Answers>({})
  const answers = { ...proposals(template, taken, secrets), ...typed }
  const faultOf = (question: Question) => {
    const fault = answerFault(question, answers[question.name] ?? '', taken)
    return fault === null ? undefined : t.faults[fault]
  }
  const first = template.questions.map(faultOf).find((fault) => fault !== undefined)
  return (
    <form
      ref={form}
      className="gallery"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        if (first === undefined) onDone(answers)
      }}
    >
      <div className="gallery-head">
        <IconButton icon={ArrowLeft} label={t.back} onClick={onBack} />
        <h2>
          {title} <span className="dim">{about}</span>
        </h2>
      </div>
      {template.questions.map((question) => (
        <QuestionField
          key={question.name}
          question={question}
          answer={answers[question.name] ?? ''}
          fault={faultOf(question)}
          hosts={hosts}
          onAnswer={(answer) => setTyped((old) => ({ ...old, [question.name]: answer }))}
        />
      ))}
      <div className="acts">
        <Button look="primary" type="submit" disabledReason={first}>
          {t.use}
        </Button>
      </div>
    </form>
  )
}

type FieldProps = {
  question: Question
  answer: string
  fault: string | undefined
  hosts: readonly Host[]
  onAnswer: (answer: string) => void
}

function QuestionField({ question, answer, fault, hosts, onAnswer }: FieldProps) {
  const t = useTexts(templateTexts)
  const [shown, setShown] = useState(false)
  const label = t.questions[question.name as keyof typeof t.questions]
  if (question.kind === 'place') {
    return (
      <Field label={label}>
        {(control) => (
          <Select {...control} value={answer} onChange={(event) => onAnswer(event.target.value)}>
            <option value="">{t.anywhere}</option>
            {labelsOf(hosts).map(([key, value]) => (
              <option key={`${key}=${value}`} value={constraintOfPin(labelPin(hosts, key, value))}>
                {t.onLabel(key, value)}
              </option>
            ))}
            {hosts.map(({ id, name }) => (
              <option key={id} value={`node.hostname == ${name}`}>
                {t.onHost(name)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    )
  }
  return (
    <Field label={label} error={fault} hint={question.name}>
      {(control) => (
        <span className="row-secret">
          <Input
            {...control}
            mono={question.kind !== 'text'}
            type={question.kind === 'secret' && !shown ? 'password' : 'text'}
            inputMode={question.kind === 'port' ? 'numeric' : undefined}
            value={answer}
            onChange={(event) => onAnswer(event.target.value)}
          />
          {question.kind === 'secret' && (
            <>
              <IconButton
                icon={shown ? EyeOff : Eye}
                label={shown ? t.hide : t.show}
                onClick={() => setShown(!shown)}
              />
              <IconButton icon={Dices} label={t.make} onClick={() => onAnswer(makeSecret(random))} />
            </>
          )}
        </span>
      )}
    </Field>
  )
}

/** Labels that people gave, with each value once. */
function labelsOf(hosts: readonly Host[]): [string, string][] {
  const pairs = hosts.flatMap(({ labels }) => Object.entries({ ...labels.engine, ...labels.console }))
  return [...new Map(pairs.map((pair) => [pair.join('='), pair])).values()].sort().slice(0, 60)
}
