// What docker-compose 1.29, and docker compose after it, rely on over hosts that no overlay joins: a project of version 2 is where its network is.
import type { Step } from '@/server/testing/docker-clients'
import { nodeOf, type Theme } from './ground'

const talks = `command: sh -c 'echo said by $$HOSTNAME; exec sleep 1000'`

export const composeFiles: Record<string, string> = {
  'bridge-v2.yml': `version: "2"
services:
  one:
    image: busybox
    ${talks}
    stop_signal: SIGKILL
    networks: [testn]
    environment: ["reschedule:on-node-failure"]
  two:
    image: busybox
    ${talks}
    stop_signal: SIGKILL
    networks: [testn]
    labels: {com.docker.swarm.reschedule-policies: '["on-node-failure"]'}
networks:
  testn: {driver: bridge}
`,
  'rules-v2.yml': `version: "2"
services:
  env: {image: busybox, network_mode: bridge, command: sleep 1000, stop_signal: SIGKILL, environment: ["constraint:node==n2"]}
  label:
    image: busybox
    network_mode: bridge
    command: sleep 1000
    stop_signal: SIGKILL
    labels: {com.docker.swarm.constraints: '["storage==ssd"]'}
  never: {image: busybox, network_mode: bridge, environment: ["constraint:node==n9"]}
`,
  'rules-v1.yml': `one:
  image: busybox
  ${talks}
  stop_signal: SIGKILL
  environment: ["reschedule:on-node-failure", "constraint:node==n2"]
two:
  image: busybox
  ${talks}
  stop_signal: SIGKILL
  links: [one]
  labels: {com.docker.swarm.reschedule-policies: '["on-node-failure"]'}
`,
}

const policyOf = (name: string) =>
  `docker inspect -f '{{index .Config.Labels "com.docker.swarm.reschedule-policies"}} {{.Config.Env}}' ${name}`
const hosts =
  'docker ps --filter label=com.docker.compose.project=kb --format "{{.Names}}" | cut -d/ -f1 | sort | uniq -c'

const compose = (file: string) => `compose1 -p kb -f ${file}`
const ups = (file: string): Step[] => [['old', `${compose(file)} up -d`, /kb_two_1 +\.\.\. .*done/]]
const scaled = (file: string): Step[] => [
  [
    'old',
    `${compose(file)} ps; ${compose(file)} ps --services`,
    /kb_one_1 +sh -c .* Up(.|\n)*kb_two_1 +sh -c .* Up(.|\n)*\none\ntwo$/,
  ],
  ['old', `${compose(file)} scale two=3 2>&1`, /kb_two_3 +\.\.\. .*done/],
  ['old', `${compose(file)} ps -q | wc -l; ${hosts}`, /^4\n +4 n\d$/],
  ['old', `${compose(file)} logs --no-color --tail 1 two`, /^(.*\n)*(two_[123] +\| said by [0-9a-f]{12}\n?){3}$/],
  ['old', `${policyOf('kb_one_1')}; ${policyOf('kb_two_1')}`, /^(\["on-node-failure"\] \[PATH=\S*\]\n?){2}$/],
  ['old', `${compose(file)} exec -T two ping -c1 -w9 one`, /1 packets received/],
]
const ended = (file: string): Step[] => [
  ['old', `${compose(file)} down && docker ps -aq --filter label=com.docker.compose.project=kb`, /(done|kb_testn)$/],
]

export const composeTheme: Theme = {
  'keeps a file of version 2 on the host of its bridge': () => [
    ...ups('bridge-v2.yml'),
    ['new', 'docker network ls --filter name=kb_testn --format "{{.Name}} {{.Driver}}"', /^n\d\/kb_testn bridge$/],
    ...scaled('bridge-v2.yml'),
    [
      'old',
      `${compose('bridge-v2.yml')} scale two=1 2>&1 && ${compose('bridge-v2.yml')} ps -q | wc -l`,
      /kb_two_3 +\.\.\. .*done(.|\n)*\n2$/,
    ],
    ['old', `${compose('bridge-v2.yml')} run --rm two sh -c 'echo ran; exit 3'`, /ran/, 3],
    ['old', `${compose('bridge-v2.yml')} restart two && ${compose('bridge-v2.yml')} stop one`, /Stopping kb_one_1/],
    ['old', `${compose('bridge-v2.yml')} start one && ${compose('bridge-v2.yml')} kill`, /Killing kb_one_1/],
    ...ended('bridge-v2.yml'),
    ['new', 'docker network ls -q --filter name=kb_testn', /^$/],
  ],
  'keeps a file of version 1 on the host of what it links': () => [
    ...ups('rules-v1.yml'),
    ['old', `${nodeOf('kb_one_1')}; ${nodeOf('kb_two_1')}`, /^n2\nn2$/],
    ...scaled('rules-v1.yml'),
    ...ended('rules-v1.yml'),
  ],
  'is kept on the host of its bridge by docker compose too, which leaves nothing behind': () => {
    const left =
      'docker ps -aq --filter name=v2-; docker network ls -q --filter name=v2_; docker volume ls -q --filter name=v2_'
    return (['middle', 'new'] as const).flatMap((generation): Step[] => [
      [
        generation,
        'docker compose -p v2 -f bridge-v2.yml up -d && docker compose -p v2 -f bridge-v2.yml up -d',
        /two-1 +Running/,
      ],
      [
        generation,
        'docker compose -p v2 -f bridge-v2.yml ps --format "{{.Name}}" 2>/dev/null | sort',
        /^(n\d)\/v2-one-1\n\1\/v2-two-1$/,
      ],
      [generation, 'docker network ls --filter name=v2_testn --format "{{.Name}}"', /^n\d\/v2_testn$/],
      [generation, 'docker compose -p v2 -f bridge-v2.yml down -v', /Network v2_testn +Removed/],
      [generation, left, /^$/],
    ])
  },
  'goes by rules in environment and labels': () => [
    ['old', 'compose1 -p kb -f rules-v2.yml up -d env label', /done/],
    ['old', `${nodeOf('kb_env_1')}; ${nodeOf('kb_label_1')}`, /^n2\nn1$/],
    ['old', 'compose1 -p kb -f rules-v2.yml up -d never 2>&1', /Unable to find a node(.|\n)*\[node==n9\]/, 1],
    ['old', 'compose1 -p kb -f rules-v2.yml down', /Removing kb_env_1/],
  ],
}
