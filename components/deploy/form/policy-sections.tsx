'use client'
// What happens when a container ends, and how an update goes through the replicas.
import { useTexts } from '@/lib/client/language'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { ChoiceField, ScalarField } from './fields'
import { useScope } from './scope'
import { Fold } from './section-fold'

export function RestartSection() {
  const t = useTexts(deployFormTexts)
  const { read } = useScope()
  const condition = read(['deploy', 'restart_policy', 'condition'])
  const words = t.restartWords
  return (
    <Fold title={t.restart} count={read(['restart']) === undefined ? 0 : 1}>
      <ChoiceField
        path={['restart']}
        label={t.restartPolicy}
        standard={words.default}
        choices={(['no', 'always', 'unless-stopped', 'on-failure'] as const).map((value) => ({
          value,
          label: `${words[value]} (${value})`,
        }))}
      />
      {typeof condition === 'string' && <p className="hint">{t.restartByDeploy(condition)}</p>}
    </Fold>
  )
}

const config = ['deploy', 'update_config']

export function UpdateSection() {
  const t = useTexts(deployFormTexts)
  const { read } = useScope()
  const value = read(config)
  const count = value !== null && typeof value === 'object' ? Object.keys(value).length : 0
  const order = t.orderWords
  const failure = t.failureWords
  return (
    <Fold title={t.update} count={count}>
      <div className="g3">
        <ScalarField path={[...config, 'parallelism']} label={t.parallelism} kind="number" placeholder="1" />
        <ScalarField path={[...config, 'delay']} label={t.delay} kind="duration" placeholder="0s" />
      </div>
      <div className="g2">
        <ChoiceField
          path={[...config, 'order']}
          label={t.order}
          standard={order.default}
          choices={(['stop-first', 'start-first'] as const).map((word) => ({ value: word, label: order[word] }))}
        />
        <ChoiceField
          path={[...config, 'failure_action']}
          label={t.onFailure}
          standard={failure.default}
          choices={(['pause', 'continue', 'rollback'] as const).map((word) => ({ value: word, label: failure[word] }))}
        />
      </div>
    </Fold>
  )
}
