'use client'
// How the service is known to be healthy.
import { useTexts } from '@/lib/client/language'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { ScalarField } from './fields'
import { WordsField } from './words-field'

export function HealthSection() {
  const t = useTexts(deployFormTexts)
  return (
    <fieldset>
      <legend>{t.health}</legend>
      <WordsField path={['healthcheck', 'test']} label={t.healthCommand} placeholder={t.healthHint} hideLabel isTest />
      <div className="g4">
        <ScalarField path={['healthcheck', 'interval']} label={t.interval} kind="duration" placeholder="30s" />
        <ScalarField path={['healthcheck', 'timeout']} label={t.timeout} kind="duration" placeholder="30s" />
        <ScalarField path={['healthcheck', 'retries']} label={t.retries} kind="number" placeholder="3" />
        <ScalarField path={['healthcheck', 'start_period']} label={t.startPeriod} kind="duration" placeholder="0s" />
      </div>
    </fieldset>
  )
}
