'use client'
// What an edit changes, field by field, and how its recreation goes, step by step.
import { z } from 'zod'
import { InlineError } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { RecreationRun } from '@/lib/client/recreation-run'
import type { StateKind } from '@/lib/client/state-words'
import type { RecreationPlan } from '@/lib/contract/recreate'
import { joinWords } from '@/lib/shell-words'
import { containerEditTexts } from '@/lib/texts/container-edit'
import { bindings, portLines } from './edit-draft'

type T = (typeof containerEditTexts)['en']

const known: Record<string, keyof T['fields']> = {
  Image: 'image',
  Cmd: 'command',
  Entrypoint: 'entrypoint',
  User: 'user',
  WorkingDir: 'workingDir',
  'HostConfig.PortBindings': 'ports',
  'HostConfig.RestartPolicy': 'restart',
  'HostConfig.Memory': 'memory',
  'HostConfig.MemorySwap': 'memorySwap',
  'HostConfig.MemoryReservation': 'memoryReservation',
  'HostConfig.NanoCpus': 'cpus',
  'HostConfig.PidsLimit': 'pids',
}

/** A field's name as the form has it, else in Docker's spelling. */
function fieldName(field: string, t: T): string {
  const [kind, ...rest] = field.split(' ')
  if (kind === 'Env') return t.env(rest.join(' '))
  if (kind === 'Labels') return t.label(rest.join(' '))
  const id = known[field]
  return id ? (t.fields[id].split(',')[0] ?? field) : field.replace('HostConfig.', '')
}

/** Null: it is not set. */
function valueText(field: string, value: string | null, t: T): string | null {
  if (value === null || value === '0' || value === '{}' || value === '[]') return null
  if (/^HostConfig\.Memory/.test(field) && /^\d+$/.test(value)) return bytes(Number(value))
  if (field === 'HostConfig.NanoCpus') return String(Number(value) / 1e9)
  if (/^(Cmd|Entrypoint)$/.test(field)) return joinWords(z.array(z.string()).catch([value]).parse(parsed(value)))
  if (field === 'HostConfig.RestartPolicy') {
    const { Name } = restartPolicy.parse(parsed(value))
    return Name === '' ? t.restarts.no : t.restarts[Name]
  }
  if (field === 'HostConfig.PortBindings') return portLines(bindings.parse(parsed(value)))
  return value
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
const restartPolicy = z
  .object({ Name: z.enum(['', 'no', 'always', 'unless-stopped', 'on-failure']) })
  .catch({ Name: '' as const })

function Value({ field, value, isAfter }: { field: string; value: string | null; isAfter: boolean }) {
  const t = useTexts(containerEditTexts)
  const text = valueText(field, value, t)
  if (text === null) return <span className="dim">{t.unset}</span>
  return isAfter ? <ins>{text}</ins> : <del>{text}</del>
}

export function EditChanges({ plan }: { plan: RecreationPlan }) {
  const t = useTexts(containerEditTexts)
  return (
    <>
      {plan.problems.map((problem) => (
        <InlineError key={problem} error={new Error(problem)} />
      ))}
      {plan.changes.length === 0 ? (
        <p className="ink-2">{t.noDifference}</p>
      ) : (
        <table className="tbl edit-changes">
          <caption className="sr">{t.changes}</caption>
          <thead>
            <tr>
              <th scope="col">{t.field}</th>
              <th scope="col">{t.before}</th>
              <th scope="col">{t.after}</th>
            </tr>
          </thead>
          <tbody>
            {plan.changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row" className="wraps">
                  {fieldName(field, t)}
                </th>
                <td className="wraps mono">
                  <Value field={field} value={before} isAfter={false} />
                </td>
                <td className="wraps mono">
                  <Value field={field} value={after} isAfter />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {plan.sharers.length > 0 && (
        <p>
          <StateMark kind="warn" /> {t.sharers(plan.sharers.join(', '))}
        </p>
      )}
      {plan.problems.length === 0 && (
        <p className="ink-2 prose">
          {plan.willPull && `${t.willPull} `}
          {plan.willStop ? t.willStop : t.staysDown}
        </p>
      )}
    </>
  )
}

const marks: Record<'running' | 'done' | 'failed', StateKind> = { running: 'busy', done: 'ok', failed: 'fail' }
const endMarks: Record<'recreated' | 'restored' | 'broken', StateKind> = {
  recreated: 'ok',
  restored: 'warn',
  broken: 'fail',
}

export function EditProgress({ run }: { run: RecreationRun }) {
  const t = useTexts(containerEditTexts)
  return (
    <>
      <ol className="edit-steps" aria-live="polite">
        {run.steps.map(({ step, state, detail }) => (
          <li key={step}>
            <StateMark kind={marks[state]} words={t.states[state]} />
            <span>{t.steps[step]}</span>
            {detail !== '' && (
              <span className="dim wrap-anywhere">
                <Said text={detail} />
              </span>
            )}
          </li>
        ))}
      </ol>
      {run.end ? (
        <div role="alert">
          <p>
            <StateMark kind={endMarks[run.end.outcome]} /> <b>{t[run.end.outcome]}</b>
          </p>
          {run.end.message !== '' && (
            <p className="prose wrap-anywhere">
              <Said text={run.end.message} />
            </p>
          )}
        </div>
      ) : run.error ? (
        <InlineError error={run.error} />
      ) : (
        <p className="dim">{t.goesOn}</p>
      )}
    </>
  )
}
