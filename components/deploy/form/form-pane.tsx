'use client'
// The form beside the text: the services as tabs, and the chosen one's fields. It reads the text and writes edits of it;
// while the text is no YAML it shows the last good state and cannot be changed.
import { Ellipsis, Plus } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu } from '@/components/ui/menu'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { ComposeModel } from '@/lib/compose'
import { isOwnPath, type OpenText, openText, type Path } from '@/lib/compose-text/document'
import { type Edit, type EditFailure, type EditResult, editText } from '@/lib/compose-text/edit-text'
import {
  addService,
  removeService,
  removeWithEmptyParents,
  renameService,
  serviceNames,
  servicePath,
} from '@/lib/compose-text/service-edits'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { BasicsSection, LimitFields } from './basics-section'
import { DependsSection } from './depends-section'
import { HealthSection } from './health-section'
import { NetworksSection } from './networks-section'
import { PairsSection } from './pairs-section'
import { PlacementSection } from './placement-section'
import { RestartSection, UpdateSection } from './policy-sections'
import { PortsSection } from './ports-section'
import { type FormScope, ScopeProvider } from './scope'
import { Fold } from './section-fold'
import { RemoveServiceDialog, ServiceNameDialog } from './service-dialogs'
import { VolumesSection } from './volumes-section'

type Props = {
  /** Path and text of the compose file that the form writes. */
  file: string
  text: string
  model: ComposeModel | null
  service: string | null
  onService: (name: string) => void
  onText: (text: string) => void
  goTo: (file: string, line: number) => void
}

type Refusal = { failure: EditFailure; again: Edit[] }

export function FormPane({ file, text, model, service, onService, onText, goTo }: Props) {
  const t = useTexts(deployFormTexts)
  const now = useMemo(() => openText(text), [text])
  const good = useRef<OpenText>(now)
  if (!now.fault) good.current = now
  const open = good.current
  const readOnly = now.fault !== null
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [dialog, setDialog] = useState<'add' | 'rename' | 'remove' | null>(null)
  const names = useMemo(
    () => [...new Set([...serviceNames(open), ...Object.keys(model?.services ?? {})])],
    [open, model],
  )
  const chosen = service !== null && names.includes(service) ? service : names[0]

  const take = (result: EditResult, again: Edit[] = []): undefined => {
    setRefusal(result.ok ? null : { failure: result, again })
    if (result.ok && result.text !== text) onText(result.text)
  }
  const base: Path = chosen === undefined ? [] : servicePath(open, chosen)
  const scope: FormScope | null =
    chosen === undefined
      ? null
      : {
          open,
          file,
          base,
          service: chosen,
          model,
          effective: model?.services[chosen] ?? model?.disabled_services[chosen],
          readOnly,
          goTo,
          write: (...edits) => take(editText(text, ...edits), edits),
          drop: (path) => take(removeWithEmptyParents(text, path, base.length), [{ kind: 'remove', path }]),
        }
  return (
    <>
      <div className="svc-bar">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout */}
        <div className="svc" role="group" aria-label={t.services}>
          {names.map((name) => (
            <button key={name} type="button" aria-current={name === chosen} onClick={() => onService(name)}>
              {name}
            </button>
          ))}
          <IconButton icon={Plus} label={t.addService} disabled={readOnly} onClick={() => setDialog('add')} />
        </div>
        {chosen !== undefined && (
          <Menu
            button={{ className: 'icon-btn', label: t.more(chosen), content: <Icon icon={Ellipsis} small /> }}
            items={[
              { id: 'rename', label: t.rename, onSelect: () => setDialog('rename') },
              { id: 'remove', label: t.remove, danger: true, onSelect: () => setDialog('remove') },
            ]}
          />
        )}
      </div>
      <div className="frm" data-service={chosen}>
        {now.fault && (
          <p className="form-note" role="status">
            <StateMark kind="warn" /> {t.readOnly(String(now.fault.line))}
          </p>
        )}
        {refusal && (
          <RefusalNote
            failure={refusal.failure}
            onDismiss={() => setRefusal(null)}
            onWriteOut={() => take(editText(text, ...writtenOut(refusal)))}
          />
        )}
        {chosen === undefined && <p className="ink-2">{t.noServices}</p>}
        {scope && !isOwnPath(open, base) && <p className="hint">{t.elsewhereService(file)}</p>}
        {scope && (
          <ScopeProvider key={`${file} ${chosen}`} value={scope}>
            <Fields isFirstFormat={base.length === 1} />
          </ScopeProvider>
        )}
      </div>
      {(dialog === 'add' || dialog === 'rename') && (
        <ServiceNameDialog
          taken={names}
          {...(dialog === 'rename' && chosen !== undefined ? { renamed: chosen } : {})}
          onClose={() => setDialog(null)}
          onDone={(name, image) => {
            const done = dialog === 'add' ? addService(text, name, { image }) : renameService(text, chosen ?? '', name)
            take(done)
            if (done.ok) onService(name)
            setDialog(null)
          }}
        />
      )}
      {dialog === 'remove' && chosen !== undefined && (
        <RemoveServiceDialog
          name={chosen}
          onClose={() => setDialog(null)}
          onDone={() => {
            take(removeService(text, chosen))
            setDialog(null)
          }}
        />
      )}
    </>
  )
}

function Fields({ isFirstFormat }: { isFirstFormat: boolean }) {
  const t = useTexts(deployFormTexts)
  const parts = useTexts(deployFormPartTexts)
  return (
    <>
      <BasicsSection />
      {!isFirstFormat && <PlacementSection />}
      <PortsSection />
      <PairsSection name="environment" title={parts.environment} fresh="NEW_VARIABLE" />
      <VolumesSection />
      {!isFirstFormat && <NetworksSection />}
      {!isFirstFormat && <HealthSection />}
      {!isFirstFormat && <DependsSection />}
      <RestartSection />
      <Fold title={t.resources}>
        <LimitFields />
      </Fold>
      {!isFirstFormat && <UpdateSection />}
      <PairsSection name="labels" title={parts.labels} fresh="new.label" />
    </>
  )
}

/** The refused edits, with the borrowed value written out before them. */
function writtenOut({ failure, again }: Refusal): Edit[] {
  const text = again[0]?.path ?? failure.path
  return [{ kind: 'detach', path: failure.borrowedPath ?? text }, ...again]
}

function RefusalNote({
  failure,
  onDismiss,
  onWriteOut,
}: {
  failure: EditFailure
  onDismiss: () => void
  onWriteOut: () => void
}) {
  const t = useTexts(deployFormTexts).refused
  const words =
    failure.code === 'borrowed' && failure.borrowed
      ? t.borrowed(failure.borrowed.anchor, failure.borrowed.line)
      : failure.code === 'notation'
        ? t.notation(failure.line)
        : t[failure.code === 'borrowed' ? 'missing' : failure.code]
  return (
    <div className="form-note" role="alert">
      <StateMark kind="warn" /> {words}
      <span className="acts">
        {failure.borrowedPath && (
          <button type="button" className="link" onClick={onWriteOut}>
            {t.writeOut}
          </button>
        )}
        <button type="button" className="link" onClick={onDismiss}>
          {t.dismiss}
        </button>
      </span>
    </div>
  )
}
