import { describe, expect, it } from 'vitest'
import { lintTexts } from '@/lib/texts/lint'
import { lintHints } from './lint-hints'

const hints = (text: string) =>
  lintHints('compose.yaml', text, lintTexts.en).map(
    ({ code, position }) => `${code} ${position?.line}:${position?.column}`,
  )

describe('hints', () => {
  it('name their place', () => {
    expect(
      hints(`version: "3"
services:
  web:
    image: nginx
    container_name: web
    privileged: true
    environment:
      DB_PASSWORD: hunter2
      TOKEN: \${TOKEN}
    depends_on:
      db: { condition: service_healthy }
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
  db:
    image: postgres:16
`),
    ).toEqual([
      'lint.version 1:10',
      'lint.tag 4:12',
      'lint.container-name 5:21',
      'lint.privileged 6:17',
      'lint.secret 8:20',
      'lint.no-healthcheck 11:11',
      'lint.socket 12:15',
    ])
  })
  it('say nothing of a good file or of one that is no YAML', () => {
    expect(hints('services:\n  web:\n    image: registry:5000/a/b:1.2\n')).toEqual([])
    expect(hints('services:\n\tweb: [')).toEqual([])
    const switched = '    environment:\n      RANDOM_ROOT_PASSWORD: "1"\n      ALLOW_EMPTY_PASSWORD: "yes"\n'
    expect(hints(`services:\n  web:\n    image: a/b:1.2\n${switched}`)).toEqual([])
  })
})
