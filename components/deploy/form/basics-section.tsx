'use client'
// What runs and how much of it: image, command, replicas, what is reserved.
import { useTexts } from '@/lib/client/language'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { ScalarField } from './fields'
import { useScope } from './scope'
import { WordsField } from './words-field'

const reservations = ['deploy', 'resources', 'reservations']
const limits = ['deploy', 'resources', 'limits']

export function BasicsSection() {
  const t = useTexts(deployFormTexts)
  const { base, read } = useScope()
  const isFirstFormat = base.length === 1
  const replicas = read(['scale']) === undefined ? ['deploy', 'replicas'] : ['scale']
  return (
    <>
      <ScalarField path={['image']} label={t.image} mono />
      <WordsField path={['command']} label={t.command} placeholder={t.commandHint} />
      {isFirstFormat ? (
        <p className="hint">{t.firstFormat}</p>
      ) : (
        <div className="g3">
          {read(['deploy', 'mode']) === 'global' ? (
            <div className="field">
              <span>{t.replicas}</span>
              <p className="ink-2 small">{t.oneEach}</p>
            </div>
          ) : (
            <ScalarField path={replicas} label={t.replicas} kind="number" placeholder="1" />
          )}
          <ScalarField path={[...reservations, 'cpus']} label={t.cpuReserved} kind="decimal" />
          <ScalarField path={[...reservations, 'memory']} label={t.memoryReserved} kind="bytes" />
        </div>
      )}
    </>
  )
}

/** Old files limit by keys of their own; where they stand they are shown. */
export function LimitFields() {
  const t = useTexts(deployFormTexts)
  const { base, read } = useScope()
  const isOld = base.length === 1 || read(['mem_limit']) !== undefined || read(['cpus']) !== undefined
  return (
    <div className="g3">
      <ScalarField path={isOld ? ['cpus'] : [...limits, 'cpus']} label={t.cpuLimit} kind="decimal" />
      <ScalarField path={isOld ? ['mem_limit'] : [...limits, 'memory']} label={t.memoryLimit} kind="bytes" />
    </div>
  )
}
