'use client'
// The fields of edit-and-recreate, as the container is now.
import { Checkbox, Field, Input, Select, TextArea } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { containerEditTexts } from '@/lib/texts/container-edit'
import type { DraftField, EditDraft, ReadDraft } from './edit-draft'

type Props = { draft: EditDraft; problems: ReadDraft['problems']; onChange: (draft: EditDraft) => void }
type TextField = Exclude<DraftField, 'pull' | 'restart'>

export function EditForm({ draft, problems, onChange }: Props) {
  const t = useTexts(containerEditTexts)
  const field = (id: TextField, hint?: string, lines?: number) => {
    const problem = problems[id]
    return (
      <Field label={t.fields[id]} hint={hint} error={problem && t.problems[problem]}>
        {(control) =>
          lines === undefined ? (
            <Input
              {...control}
              mono
              value={draft[id]}
              onChange={(event) => onChange({ ...draft, [id]: event.target.value })}
            />
          ) : (
            <TextArea
              {...control}
              mono
              rows={Math.min(lines, Math.max(3, draft[id].split('\n').length + 1))}
              wrap="off"
              value={draft[id]}
              onChange={(event) => onChange({ ...draft, [id]: event.target.value })}
            />
          )
        }
      </Field>
    )
  }
  return (
    <div className="edit-form">
      <div className="edit-wide">
        {field('image')}
        <Checkbox
          label={t.fields.pull}
          checked={draft.pull}
          onChange={(event) => onChange({ ...draft, pull: event.target.checked })}
        />
      </div>
      {field('command', t.hints.command)}
      {field('entrypoint', t.hints.command)}
      <div className="edit-wide">{field('env', t.hints.env, 8)}</div>
      {field('ports', t.hints.ports, 6)}
      {field('labels', undefined, 6)}
      <Field label={t.fields.restart}>
        {(control) => (
          <Select
            {...control}
            value={draft.restart}
            onChange={(event) => onChange({ ...draft, restart: event.target.value as EditDraft['restart'] })}
          >
            {(['no', 'always', 'unless-stopped', 'on-failure'] as const).map((name) => (
              <option key={name} value={name}>
                {t.restarts[name]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {draft.restart === 'on-failure' ? field('maximumRetries', t.hints.none) : <span className="hide-s" />}
      {field('memory', t.hints.size)}
      {field('memoryReservation', t.hints.size)}
      {field('cpus', t.hints.none)}
      {field('pids', t.hints.none)}
      {field('user')}
      {field('workingDir')}
    </div>
  )
}
