import { attachLab } from '@/e2e/lab/lab'
import { openLabStacks } from './lab-stacks'

const lab = await attachLab('stx')
const s = await openLabStacks(lab)
const t0 = Date.now()
const v3 = (image = 'lab/web:1') => `
version: "3.8"
services:
  db:
    image: redis:7
    volumes: [data:/data]
    healthcheck: {test: ["CMD", "redis-cli", "ping"], interval: 1s}
  job:
    image: busybox
    command: ["true"]
    depends_on: {db: {condition: service_healthy}}
  web:
    image: ${image}
    ports: ["8081:80"]
    environment: {MODE: a}
    depends_on: {job: {condition: service_completed_successfully}}
    deploy: {replicas: 3}
volumes: {data: {}}
`
for (const c of [v3(), v3(), v3('lab/web:2')]) {
  const t = Date.now()
  const d = await s.deployed('shop', c).catch((e) => (console.log('ERR', e.message), null))
  console.log(Date.now() - t, 'ms', d?.state, d?.operations.length)
  if (d)
    for (const o of d.operations)
      console.log(
        '  ',
        o.state,
        o.kind,
        o.hostName,
        o.target,
        '|',
        o.detail,
        '|',
        o.why,
        '|',
        o.error ?? '',
        Date.parse(o.finishedAt!) - Date.parse(o.startedAt!),
      )
  else console.log((await s.stacks.deployments('shop', 1))[0])
  const st = await s.stacks.get('shop')
  console.log(
    st.state,
    st.statement,
    st.services.map((x) => [x.name, x.running, x.desired].join(' ')),
  )
}
console.log(await s.stacks.revisions('shop'))
const r = await s.stacks.remove('shop', { volumes: true }, 'me')
const e = await s.ended(r.id)
console.log(e.state, e.error)
console.log(s.events.length, Date.now() - t0)
await s.close()
