import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

describe('a local network in lists', () => {
  let two: TwoHosts
  const label = 'com.docker.compose.project'
  const local = (id: string, name: string, project: string) => ({
    Id: id,
    Name: name,
    Scope: 'local',
    Driver: 'bridge',
    Labels: { [label]: project },
  })
  const namesBy = async (labels: string[]) => {
    const filters = encodeURIComponent(JSON.stringify({ label: labels }))
    const { body } = await two.askJson(`/v1.45/networks?filters=${filters}`)
    return (body as { Name: string }[]).map(({ Name }) => Name)
  }

  beforeAll(async () => {
    two = await openTwoHosts()
    const [one, other] = two.engines
    one?.networks.push(local('net-1', 'shop_default', 'shop'), local('net-2', 'twice', 'shop'))
    other?.networks.push(local('net-3', 'twice', 'shop'))
    await Promise.all(two.cluster.hosts().map(({ id }) => two.cluster.refresh(id, ['networks'])))
  })
  afterAll(() => two.end())

  it('has the name that compose gave it when compose looks for it, if only one has it', async () => {
    expect(await namesBy([`${label}=shop`])).toEqual(['shop_default', 'n1/twice', 'n2/twice'])
  })

  it('has its host before its name for everybody else', async () => {
    expect(await namesBy([label])).toEqual(['n1/shop_default', 'n1/twice', 'n2/twice'])
  })
})
